package dev.tidemark.metric;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WindowsTest {
  private static final long MINUTE = 60_000;

  private final Windows sliding = Windows.sliding(Duration.ofMinutes(5), Duration.ofMinutes(1));

  @Test
  void aFixedWindowIsItsOwnOnlySlice() {
    Windows fixed = Windows.fixed(Duration.ofMinutes(5));

    assertThat(fixed.sliceMillis(), is(5 * MINUTE));
    assertThat(fixed.windowsOf(10 * MINUTE), is(new long[] {10 * MINUTE}));
    assertThat(fixed.slicesOf(10 * MINUTE), is(new long[] {10 * MINUTE}));
    assertThat(fixed.endOf(10 * MINUTE), is(15 * MINUTE));
  }

  @Test
  void aSliceBelongsToTheWindowsThatEndAfterIt() {
    assertThat(
        sliding.windowsOf(10 * MINUTE),
        is(LongStream.of(6, 7, 8, 9, 10).map(i -> i * MINUTE).toArray()));
  }

  @Test
  void aWindowIsMadeOfTheSlicesFromItsStartToItsEnd() {
    assertThat(
        sliding.slicesOf(6 * MINUTE),
        is(LongStream.of(6, 7, 8, 9, 10).map(i -> i * MINUTE).toArray()));
  }

  @Test
  void theLastMicrosecondBelongsToTheSliceThatItEnds() {
    assertThat(sliding.sliceAt(10 * MINUTE * 1_000 - 1), is(9 * MINUTE));
    assertThat(sliding.sliceAt(10 * MINUTE * 1_000), is(10 * MINUTE));
  }

  @Test
  void beforeTheEpochSlicesStillBeginBeforeTheirEvents() {
    assertThat(sliding.sliceAt(-1), is(-MINUTE));
    assertThat(sliding.sliceAt(-MINUTE * 1_000), is(-MINUTE));
  }

  @Test
  void aSizeThatIsNoMultipleOfItsStepIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Windows.sliding(Duration.ofMinutes(5), Duration.ofMinutes(2)));
    assertThrows(
        IllegalArgumentException.class,
        () -> Windows.sliding(Duration.ofMinutes(1), Duration.ofMinutes(2)));
    assertThrows(IllegalArgumentException.class, () -> Windows.fixed(Duration.ZERO));
  }

  @Property
  void anEventLiesInExactlyTheWindowsThatItsSliceBelongsTo(
      @ForAll @LongRange(min = -4_000_000_000_000_000L, max = 4_000_000_000_000_000L) long micros,
      @ForAll @IntRange(min = 1, max = 100_000) int step,
      @ForAll @IntRange(min = 1, max = 30) int steps) {
    Windows windows = new Windows((long) step * steps, step);
    long slice = windows.sliceAt(micros);

    long[] around =
        LongStream.rangeClosed(-steps - 1, 1)
            .map(i -> slice + i * step)
            .filter(start -> start * 1_000 <= micros && micros < windows.endOf(start) * 1_000)
            .toArray();
    assertThat(windows.windowsOf(slice), is(around));
  }
}
