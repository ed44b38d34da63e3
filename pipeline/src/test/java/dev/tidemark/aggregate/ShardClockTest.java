package dev.tidemark.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class ShardClockTest {

  private static final long PATIENCE = 60_000;

  private final ShardClock clock = new ShardClock();

  @Test
  void withoutAWatermarkNothingIsLetGoBeforeEveryPartitionHadTimeToBeHeard() {
    clock.hear(500);
    clock.tickWithoutWatermark(0, PATIENCE);
    clock.tickWithoutWatermark(PATIENCE - 1, PATIENCE);
    assertThat(clock.horizon(), is(Long.MIN_VALUE));
  }

  @Test
  void withoutAWatermarkTheSlowestPartitionThatWasHeardTellsTheTime() {
    clock.hear(500);
    clock.tickWithoutWatermark(0, PATIENCE);
    clock.hear(200);
    clock.hear(900);
    clock.tickWithoutWatermark(PATIENCE, PATIENCE);
    assertThat(clock.horizon(), is(200L));
  }

  @Test
  void withoutAWatermarkAPartitionThatFellSilentHoldsNothingAfterTwiceThePatience() {
    clock.hear(200);
    clock.tickWithoutWatermark(0, PATIENCE);
    clock.tickWithoutWatermark(PATIENCE, PATIENCE);
    clock.hear(900);
    clock.tickWithoutWatermark(2 * PATIENCE, PATIENCE);
    assertThat("still held", clock.horizon(), is(200L));
    clock.hear(950);
    clock.tickWithoutWatermark(3 * PATIENCE, PATIENCE);
    assertThat("forgotten", clock.horizon(), is(900L));
  }

  @Test
  void withoutAWatermarkSilenceAloneLetsNothingGo() {
    clock.hear(200);
    for (long now = 0; now < 10 * PATIENCE; now += PATIENCE) {
      clock.tickWithoutWatermark(now, PATIENCE);
    }
    assertThat(clock.horizon(), is(200L));
  }

  @Test
  void aClockThatWasKeptGoesOnWhereItWas() throws Exception {
    clock.hear(200);
    clock.tickWithoutWatermark(0, PATIENCE);
    ShardClock kept = CoderUtils.clone(new ShardClock.ClockCoder(), clock);
    assertThat(kept.horizon(), lessThan(200L));
    kept.tickWithoutWatermark(PATIENCE, PATIENCE);
    assertThat(kept.horizon(), is(200L));
  }
}
