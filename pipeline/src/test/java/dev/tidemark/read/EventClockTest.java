package dev.tidemark.read;

import static dev.tidemark.event.LogRecord.block;
import static dev.tidemark.event.LogRecord.dead;
import static dev.tidemark.event.LogRecord.event;
import static org.apache.beam.sdk.transforms.windowing.BoundedWindow.TIMESTAMP_MIN_VALUE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.tidemark.event.Lateness;
import dev.tidemark.event.LogRecord;
import dev.tidemark.event.SampleViews;
import java.time.Duration;
import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.io.kafka.TimestampPolicy.PartitionContext;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class EventClockTest {
  private static final Lateness LATENESS =
      new Lateness(Duration.ofSeconds(60), Duration.ofMinutes(10));
  private static final Duration IDLE_AFTER = Duration.ofSeconds(30);
  private static final long UNKNOWN = -1;

  private final EventClock clock = clock(Optional.empty());

  @Test
  void theWatermarkIsTheLargestEventTimeMinusTheOutOfOrderness() {
    read(clock, event(0, "12:05:00"), event(1, "12:03:00"));

    assertThat(watermark(clock, 1000, "13:00:00"), is(instant("12:04:00")));
  }

  @Test
  void aBlockTakesTheWatermarkBeforeIt() {
    assertThat(read(clock, event(0, "12:05:00")), is(TIMESTAMP_MIN_VALUE));
    assertThat(read(clock, event(1, "12:10:00")), is(instant("12:04:00")));
  }

  @Test
  void theWatermarkNeverGoesBack() {
    read(clock, event(0, "12:05:00"));
    read(clock, event(1, "11:00:00"));
    assertThat(watermark(clock, 1000, "13:00:00"), is(instant("12:04:00")));

    watermark(clock, 0, "13:00:00");
    assertThat(watermark(clock, 0, "13:00:30"), is(instant("13:00:00")));
    read(clock, event(2, "12:06:00"));
    assertThat(watermark(clock, 1000, "13:00:31"), is(instant("13:00:00")));
  }

  @Test
  void recordsThatAreNoEventsDoNotMoveIt() {
    read(clock, dead(0));

    assertThat(watermark(clock, 1000, "13:00:00"), is(TIMESTAMP_MIN_VALUE));
  }

  @Test
  void aPartitionThatHadNothingToReadForAWhileFollowsTheClock() {
    assertThat(watermark(clock, 0, "13:00:00"), is(TIMESTAMP_MIN_VALUE));
    assertThat(watermark(clock, 0, "13:00:29"), is(TIMESTAMP_MIN_VALUE));
    assertThat(watermark(clock, 0, "13:00:30"), is(instant("13:00:00")));
    assertThat(watermark(clock, 0, "13:00:35"), is(instant("13:00:05")));
  }

  @Test
  void toHaveReadAllForAMomentDoesNotMakeAPartitionOfOldEventsIdle() {
    for (int offset = 0; offset < 10; offset++) {
      read(clock, event(offset, "12:05:00"));
      watermark(clock, 0, "13:00:00");
      assertThat(watermark(clock, 0, "13:00:29"), is(instant("12:04:00")));
    }
    watermark(clock, 1, "13:00:29");
    watermark(clock, 0, "13:00:30");
    assertThat("counted anew", watermark(clock, 0, "13:00:59"), is(instant("12:04:00")));
  }

  @Test
  void aPartitionWhoseBacklogIsUnknownIsNeverIdle() {
    read(clock, event(0, "12:05:00"));

    assertThat(watermark(clock, UNKNOWN, "13:00:00"), is(instant("12:04:00")));
    assertThat(watermark(clock, UNKNOWN, "14:00:00"), is(instant("12:04:00")));
  }

  @Test
  void aPartitionWithOneRecordToReadIsNeverIdleHoweverLongNothingComes() {
    read(clock, event(0, "12:05:00"));

    assertThat(watermark(clock, 1, "13:00:00"), is(instant("12:04:00")));
    assertThat(watermark(clock, 1, "14:00:00"), is(instant("12:04:00")));
  }

  @Test
  void aRestoredClockGoesOnFromItsWatermark() {
    EventClock restored = clock(Optional.of(instant("12:30:00")));

    assertThat(watermark(restored, UNKNOWN, "13:00:00"), is(instant("12:30:00")));
    assertThat(read(restored, event(9, "12:20:00")), is(instant("12:30:00")));
    assertThat(watermark(restored, 1000, "13:00:00"), is(instant("12:30:00")));
    read(restored, event(10, "12:40:00"));
    assertThat(watermark(restored, 1000, "13:00:00"), is(instant("12:39:00")));
  }

  private static EventClock clock(Optional<Instant> previous) {
    return new EventClock(LATENESS, IDLE_AFTER, previous);
  }

  private static Instant read(EventClock clock, LogRecord... records) {
    KafkaRecord<byte[], byte[]> block =
        new KafkaRecord<>(
            "web_events",
            0,
            records[records.length - 1].offset(),
            0,
            KafkaTimestampType.CREATE_TIME,
            null,
            null,
            block(records).toBytes());
    return clock.getTimestampForRecord(context(1000, instant("13:00:00")), block);
  }

  private static Instant watermark(EventClock clock, long backlog, String now) {
    return clock.getWatermark(context(backlog, instant(now)));
  }

  private static Instant instant(String time) {
    return Instant.ofEpochMilli(SampleViews.micros(time) / 1000);
  }

  private static PartitionContext context(long backlog, Instant checked) {
    return new PartitionContext() {
      @Override
      public long getMessageBacklog() {
        return backlog;
      }

      @Override
      public Instant getBacklogCheckTime() {
        return checked;
      }
    };
  }
}
