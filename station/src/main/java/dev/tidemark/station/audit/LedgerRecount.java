package dev.tidemark.station.audit;

import dev.tidemark.station.audit.Outcome.Fate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The ledger, from what became of each record. */
final class LedgerRecount {

  static final long RANGE = 10_000;

  private static final class Line {
    private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
    private long last;
    private long bot;
    private Long earliest;
    private Long latest;

    private long of(Fate fate) {
      return fates.getOrDefault(fate, 0L);
    }
  }

  private final Map<TopicPartition, TreeMap<Long, Line>> lines = new HashMap<>();

  void add(Outcome outcome) {
    TopicRecord record = outcome.record();
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    long first = record.offset() - record.offset() % RANGE;
    Line line =
        lines
            .computeIfAbsent(partition, p -> new TreeMap<>())
            .computeIfAbsent(first, f -> new Line());
    line.fates.merge(outcome.fate(), 1L, Long::sum);
    line.last = record.offset();
    if (outcome.hit() != null && outcome.hit().bot()) {
      line.bot++;
    }
    if (!outcome.is(Fate.DEAD)) {
      long micros = outcome.micros();
      line.earliest = line.earliest == null ? micros : Math.min(line.earliest, micros);
      line.latest = line.latest == null ? micros : Math.max(line.latest, micros);
    }
  }

  boolean has(TopicPartition partition, long first) {
    return lines.containsKey(partition) && lines.get(partition).containsKey(first);
  }

  /** Whether the row hangs on records that the broker has deleted. */
  boolean isUndecided(TopicPartition partition, long first) {
    return has(partition, first) && lines.get(partition).get(first).of(Fate.UNDECIDED) > 0;
  }

  /** The values of each range, by its first offset. */
  NavigableMap<Long, List<String>> rows(TopicPartition partition, boolean allFates) {
    NavigableMap<Long, List<String>> rows = new TreeMap<>();
    lines
        .getOrDefault(partition, new TreeMap<>())
        .forEach((first, line) -> rows.put(first, row(line, allFates)));
    return rows;
  }

  private static List<String> row(Line line, boolean allFates) {
    String counted = Rows.cell(line.of(Fate.COUNTED));
    String bot = Rows.cell(line.bot);
    if (!allFates) {
      return List.of(counted, bot);
    }
    long read = line.fates.values().stream().mapToLong(Long::longValue).sum();
    return Arrays.asList(
        counted,
        bot,
        Rows.cell(line.last),
        Rows.cell(read),
        Rows.cell(line.of(Fate.LATE)),
        Rows.cell(line.of(Fate.DUPLICATE)),
        Rows.cell(line.of(Fate.DEAD)),
        Rows.cell(line.earliest),
        Rows.cell(line.latest));
  }
}
