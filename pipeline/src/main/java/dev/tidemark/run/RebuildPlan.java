package dev.tidemark.run;

import dev.tidemark.event.Lateness;
import dev.tidemark.event.LedgerEntry;
import dev.tidemark.read.Range;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Which offsets of a partition hold the events of a range of times, as the ledger tells.
 *
 * @param fromMicros the earliest event time that matters
 * @param toMicros the first one after it that does not
 */
record RebuildPlan(long fromMicros, long toMicros) {

  /** Whether events may still come that fall into the range, as the partition's own order goes. */
  boolean isOpen(List<LedgerEntry> ledger, Lateness lateness) {
    return lateness.oldestMicros(maxEventMicros(ledger)) < toMicros;
  }

  /** The largest event time that the partition has shown. */
  static long maxEventMicros(List<LedgerEntry> ledger) {
    return ledger.stream().mapToLong(LedgerEntry::maxEventMicros).max().orElse(Long.MIN_VALUE);
  }

  /** One past the last offset that was read. */
  static long nextOffset(List<LedgerEntry> ledger, long beginning) {
    return ledger.stream().mapToLong(entry -> entry.lastOffset() + 1).max().orElse(beginning);
  }

  /** Whether a range of offsets holds a counted event of the range of times. */
  boolean concerns(LedgerEntry entry) {
    return entry.counted() > 0
        && entry.maxEventMicros() >= fromMicros
        && entry.minEventMicros() < toMicros;
  }

  /**
   * The offsets to read; an empty range when none matters.
   *
   * @param whole whether everything before is needed as well, to know what came twice
   */
  Range range(
      TopicPartition partition, List<LedgerEntry> ledger, long beginning, long end, boolean whole) {
    if (ledger.isEmpty() || whole) {
      demandAll(partition, ledger, beginning, 0);
      return new Range(partition.topic(), partition.partition(), beginning, end, Long.MIN_VALUE);
    }
    List<LedgerEntry> needed = ledger.stream().filter(this::concerns).toList();
    if (needed.isEmpty()) {
      return new Range(partition.topic(), partition.partition(), end, end, Long.MIN_VALUE);
    }
    long first = needed.get(0).firstOffset();
    long last = needed.get(needed.size() - 1).firstOffset() + LedgerEntry.RANGE;
    demandAll(partition, ledger, beginning, first);
    long before = maxEventMicros(ledger.stream().filter(e -> e.firstOffset() < first).toList());
    return new Range(
        partition.topic(),
        partition.partition(),
        Math.max(beginning, first),
        Math.min(end, last),
        before);
  }

  private void demandAll(
      TopicPartition partition, List<LedgerEntry> ledger, long beginning, long from) {
    boolean gone =
        ledger.stream()
            .anyMatch(
                entry ->
                    entry.firstOffset() >= from
                        && entry.firstOffset() < beginning
                        && concerns(entry));
    if (gone) {
      throw new UserError(
          "Kafka has deleted records of that range: %s begins at offset %d."
              .formatted(partition, beginning),
          "Rebuild from what was kept of them, with --source=events, or rebuild a later range.");
    }
  }
}
