package dev.tidemark.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.util.Map;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class ShardClockTest {

  private static final long PATIENCE = 60_000;

  private final ShardClock clock = new ShardClock();

  @Test
  void withoutAWatermarkNothingIsLetGoBeforeEveryPartitionHadTimeToBeHeard() {
    hear("a", 500);
    clock.tickWithoutWatermark(0, PATIENCE);
    clock.tickWithoutWatermark(PATIENCE - 1, PATIENCE);
    assertThat(clock.horizon(), is(Long.MIN_VALUE));
  }

  @Test
  void withoutAWatermarkTheSlowestPartitionThatWasHeardTellsTheTime() {
    hear("a", 500);
    clock.tickWithoutWatermark(0, PATIENCE);
    hear("b", 200);
    hear("c", 900);
    clock.tickWithoutWatermark(PATIENCE, PATIENCE);
    assertThat(clock.horizon(), is(200L));
  }

  @Test
  void withoutAWatermarkAPartitionThatFellSilentHoldsNothingAfterTwiceThePatience() {
    hear("a", 200);
    clock.tickWithoutWatermark(0, PATIENCE);
    clock.tickWithoutWatermark(PATIENCE, PATIENCE);
    hear("b", 900);
    clock.tickWithoutWatermark(2 * PATIENCE, PATIENCE);
    assertThat("still held", clock.horizon(), is(200L));
    hear("b", 950);
    clock.tickWithoutWatermark(3 * PATIENCE, PATIENCE);
    assertThat("forgotten", clock.horizon(), is(950L));
  }

  @Test
  void withoutAWatermarkSilenceAloneLetsNothingGo() {
    hear("a", 200);
    for (long now = 0; now < 10 * PATIENCE; now += PATIENCE) {
      clock.tickWithoutWatermark(now, PATIENCE);
    }
    assertThat(clock.horizon(), is(200L));
  }

  @Test
  void aPartitionHoldsNoSlicesThatItHasPassed() {
    clock.closed = 900;
    hear("a", 200);
    hear("b", 400);
    assertThat(clock.horizon(), is(200L));
    hear("a", 300);
    assertThat(clock.horizon(), is(300L));
    hear("a", 2_000);
    hear("b", 2_000);
    assertThat("the watermark", clock.horizon(), is(900L));
  }

  @Test
  void aPartitionBehindTheWatermarkHoldsItsSlicesUntilItWasSilentForThePatience() {
    clock.closed = 900;
    hear("a", 200);
    hear("b", 400);
    clock.tick(0, PATIENCE);
    clock.tick(PATIENCE, PATIENCE);
    hear("b", 500);
    clock.tick(2 * PATIENCE - 1, PATIENCE);
    assertThat("a moment's silence", clock.horizon(), is(200L));
    clock.tick(2 * PATIENCE, PATIENCE);
    assertThat("forgotten", clock.horizon(), is(500L));
    clock.tick(3 * PATIENCE, PATIENCE);
    clock.tick(4 * PATIENCE, PATIENCE);
    assertThat("nobody speaks", clock.horizon(), is(900L));
  }

  @Test
  void aClockThatWasKeptGoesOnWhereItWas() throws Exception {
    hear("a", 200);
    clock.tickWithoutWatermark(0, PATIENCE);
    ShardClock kept = CoderUtils.clone(new ShardClock.ClockCoder(), clock);
    assertThat(kept.horizon(), lessThan(200L));
    kept.tickWithoutWatermark(PATIENCE, PATIENCE);
    assertThat(kept.horizon(), is(200L));
  }

  private void hear(String partition, long watermark) {
    clock.hear(Map.of(partition, watermark));
  }
}
