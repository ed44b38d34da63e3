package dev.tidemark.station.pulse;

import dev.tidemark.event.Lateness;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;

/**
 * What is remembered of a partition from beat to beat.
 *
 * <p>The last offsets of a partition may hold nothing that can be read: the marks that end
 * transactions, aborted records, records that compaction took. A rest that has not moved for a
 * while is therefore in doubt until somebody has tried to read it, see {@link Rest}.
 */
final class PartitionWatch {

  static final Duration SETTLED = Duration.ofSeconds(10);

  private final TopicPartition partition;
  private final Lateness lateness;
  private final Duration idleAfter;
  private long next = -1;
  private long end = -1;
  private long emptyTo = -1;
  private boolean holdsRecords;
  private Instant since = Instant.MIN;
  private Instant watermark;

  PartitionWatch(TopicPartition partition, Lateness lateness, Duration idleAfter) {
    this.partition = partition;
    this.lateness = lateness;
    this.idleAfter = idleAfter;
  }

  /** How far the ledger and the partition go now. */
  void see(long nowNext, long nowEnd, Instant now) {
    if (nowNext != next) {
      next = nowNext;
      emptyTo = nowNext;
      holdsRecords = false;
      since = now;
    }
    if (nowEnd != end) {
      end = nowEnd;
      since = now;
    }
  }

  /** Whether the rest must be looked at before it may be called a lag. */
  boolean isInDoubt(Instant now) {
    return lag() > 0 && !holdsRecords && isSettled(now);
  }

  /** From where to where the rest is in doubt. */
  Rest.Stretch rest() {
    return new Rest.Stretch(Math.max(next, emptyTo), end);
  }

  /** The rest was looked at. */
  void judge(boolean empty) {
    if (empty) {
      emptyTo = end;
    } else {
      holdsRecords = true;
    }
  }

  /** Moves the watermark by the largest event time, and by the clock when nothing is left. */
  void advance(long maxEventMicros, Instant now) {
    if (maxEventMicros != Long.MIN_VALUE) {
      long micros = lateness.watermarkMicros(maxEventMicros);
      advance(Instant.ofEpochMilli(Math.floorDiv(micros, 1000L)));
    }
    if (lag() == 0) {
      advance(now.minus(idleAfter));
    }
  }

  private void advance(Instant to) {
    if (watermark == null || to.isAfter(watermark)) {
      watermark = to;
    }
  }

  private long lag() {
    return Math.max(0, end - Math.max(next, emptyTo));
  }

  private boolean isSettled(Instant now) {
    return !now.isBefore(since.plus(SETTLED));
  }

  PartitionPulse pulse(Instant now) {
    return new PartitionPulse(
        partition.topic(),
        partition.partition(),
        end,
        next,
        lag(),
        watermark,
        lag() == 0 && isSettled(now));
  }
}
