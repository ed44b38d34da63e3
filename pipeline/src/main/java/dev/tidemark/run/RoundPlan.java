package dev.tidemark.run;

import dev.tidemark.event.LedgerEntry;
import dev.tidemark.read.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a round begins to read.
 *
 * <p>A round adds the records since the last one, and an admitted one of them can fall into any
 * window that its partition's watermark has not yet left behind. Those windows are computed whole,
 * so every partition is read from the first range of offsets that holds events of them. Ranges
 * before it hold older events only: what is computed of their windows is incomplete, has fewer
 * events behind it than the rows that stand there, and changes nothing.
 */
final class RoundPlan {

  /**
   * What is known of a partition before a round.
   *
   * @param beginning the first offset that the broker still has
   * @param firstOffset the first offset that rounds have read, or are to read
   * @param nextOffset where the last round ended
   * @param oldestNewMicros no admitted record from there on is older
   * @param ledger the ranges of the partition
   */
  record Known(
      long beginning,
      long end,
      long firstOffset,
      long nextOffset,
      long oldestNewMicros,
      List<LedgerEntry> ledger) {

    boolean hasNews() {
      return end > nextOffset;
    }
  }

  private final long longestWindowMicros;

  RoundPlan(long longestWindowMillis) {
    this.longestWindowMicros = longestWindowMillis * 1000;
  }

  /** The ranges of a round that knows nothing of others: everything. */
  static List<Range> everything(Map<TopicPartition, Known> partitions) {
    List<Range> ranges = new ArrayList<>();
    partitions.forEach(
        (partition, known) ->
            add(ranges, range(partition, known.beginning(), known.end(), Long.MIN_VALUE)));
    return ranges;
  }

  /** The ranges to read after other rounds, none when nothing has come. */
  List<Range> ranges(Map<TopicPartition, Known> partitions) {
    if (partitions.values().stream().noneMatch(Known::hasNews)) {
      return List.of();
    }
    long oldest =
        partitions.values().stream()
            .filter(Known::hasNews)
            .mapToLong(Known::oldestNewMicros)
            .min()
            .orElseThrow();
    List<Range> ranges = new ArrayList<>();
    partitions.forEach(
        (partition, known) ->
            add(
                ranges,
                range(
                    partition,
                    known,
                    oldest == Long.MAX_VALUE ? oldest : oldest - longestWindowMicros)));
    return ranges;
  }

  private static Range range(TopicPartition partition, Known known, long neededMicros) {
    long from = known.nextOffset() - known.nextOffset() % LedgerEntry.RANGE;
    for (LedgerEntry entry : known.ledger()) {
      if (entry.maxEventMicros() >= neededMicros) {
        from = Math.min(from, entry.firstOffset());
      }
    }
    from = Math.max(from, known.firstOffset());
    if (from < known.beginning()) {
      from = beginning(partition, known, from);
    }
    long before = Long.MIN_VALUE;
    for (LedgerEntry entry : known.ledger()) {
      if (entry.firstOffset() + LedgerEntry.RANGE <= from) {
        before = Math.max(before, entry.maxEventMicros());
      }
    }
    return range(partition, from, known.end(), before);
  }

  private static Range range(TopicPartition partition, long from, long to, long maxEventMicros) {
    return new Range(partition.topic(), partition.partition(), from, to, maxEventMicros);
  }

  private static void add(List<Range> ranges, Range range) {
    if (range.to() > range.from()) {
      ranges.add(range);
    }
  }

  /**
   * Records may be gone that nobody read, or that unfinished windows still need. With news even one
   * that counted nothing is missed: the last row of the ledger grows, and would win without it.
   */
  private static long beginning(TopicPartition partition, Known known, long from) {
    boolean needed =
        known.ledger().stream()
            .anyMatch(
                entry ->
                    entry.firstOffset() + LedgerEntry.RANGE > from
                        && entry.firstOffset() < known.beginning()
                        && (known.hasNews() || entry.counted() + entry.duplicate() > 0));
    if (needed || known.nextOffset() < known.beginning()) {
      throw new UserError(
          "%s begins at offset %d, but this round needs it from offset %d: the broker has deleted"
                  .formatted(partition, known.beginning(), from)
              + " records that unfinished windows, or the last row of the ledger, consist of.",
          "Keep records longer (retention.ms), or run rounds more often; `tidemark run"
              + " --until=now --afresh` counts what is left.");
    }
    return known.beginning();
  }
}
