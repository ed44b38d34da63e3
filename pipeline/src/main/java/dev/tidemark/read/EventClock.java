package dev.tidemark.read;

import dev.tidemark.event.Block;
import dev.tidemark.event.Lateness;
import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * The watermark of one partition: its largest event time minus the out-of-orderness, and the clock
 * while the partition is idle, so that it does not hold the others back.
 *
 * <p>A partition is idle when nothing was left to read for a while. To have read all for a moment
 * is not enough: a stream whose events are older than the clock, an imported log for example, would
 * close its own windows each time that the reader catches up. The backlog is counted up to the last
 * record that was written, so the records of an open transaction are left to read, while marks of
 * ended ones are not: {@link BlockConsumer} has read them.
 */
final class EventClock extends TimestampPolicy<byte[], byte[]> {

  private final Lateness lateness;
  private final Duration idleAfter;
  private long maxEventMicros = Long.MIN_VALUE;
  private Instant watermark;

  /** Since when nothing was left to read; null while something was. */
  private Instant quietSince;

  EventClock(Lateness lateness, java.time.Duration idleAfter, Optional<Instant> previous) {
    this.lateness = lateness;
    this.idleAfter = Duration.millis(idleAfter.toMillis());
    this.watermark = previous.orElse(BoundedWindow.TIMESTAMP_MIN_VALUE);
  }

  /**
   * A block takes the watermark before it, not after: its events are at least as young, and while
   * it is on its way no watermark may run ahead of it.
   */
  @Override
  public Instant getTimestampForRecord(
      PartitionContext context, KafkaRecord<byte[], byte[]> block) {
    Instant before = watermark;
    quietSince = null;
    maxEventMicros = Math.max(maxEventMicros, Block.maxEventMicros(block.getKV().getValue()));
    if (maxEventMicros != Long.MIN_VALUE) {
      advance(instant(lateness.watermarkMicros(maxEventMicros)));
    }
    return before;
  }

  @Override
  public Instant getWatermark(PartitionContext context) {
    Instant checked = context.getBacklogCheckTime();
    if (context.getMessageBacklog() != 0) {
      quietSince = null;
    } else if (quietSince == null) {
      quietSince = checked;
    } else if (!checked.isBefore(quietSince.plus(idleAfter))) {
      advance(checked.minus(idleAfter));
    }
    return watermark;
  }

  private void advance(Instant to) {
    if (to.isAfter(watermark)) {
      watermark = to;
    }
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochMilli(Math.floorDiv(micros, 1000L));
  }
}
