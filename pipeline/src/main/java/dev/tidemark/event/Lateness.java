package dev.tidemark.event;

import java.io.Serializable;
import java.time.Duration;

/**
 * How far events may lag: by {@code outOfOrderness} the watermark of a partition stays behind its
 * largest event time, and by {@code allowed} an event may lie behind the watermark and still count.
 */
public record Lateness(Duration outOfOrderness, Duration allowed) implements Serializable {

  public static final Lateness DEFAULT =
      new Lateness(Duration.ofSeconds(60), Duration.ofMinutes(10));

  /** The watermark of a partition whose largest event time is given. */
  public long watermarkMicros(long maxEventMicros) {
    return maxEventMicros == Long.MIN_VALUE
        ? Long.MIN_VALUE
        : maxEventMicros - outOfOrderness.toNanos() / 1000;
  }

  /** The oldest event time that still counts in a partition whose largest event time is given. */
  public long oldestMicros(long maxEventMicros) {
    return maxEventMicros == Long.MIN_VALUE
        ? Long.MIN_VALUE
        : watermarkMicros(maxEventMicros) - allowed.toNanos() / 1000;
  }
}
