package dev.tidemark.run;

import dev.tidemark.event.Block;
import dev.tidemark.event.Fate;
import dev.tidemark.event.Lateness;
import dev.tidemark.event.LedgerEntry;
import dev.tidemark.event.LogRecord;
import dev.tidemark.metric.Ledger;
import dev.tidemark.metric.Windows;
import dev.tidemark.read.Keeper;
import dev.tidemark.read.Range;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Rounds over a log in memory, written into tables in memory: planned for real, counted simply. */
final class SimulatedRounds {

  static final Lateness LATENESS = new Lateness(Duration.ofSeconds(60), Duration.ofMinutes(10));
  private static final List<Windows> WINDOWS =
      List.of(
          Windows.fixed(Duration.ofMinutes(1)),
          Windows.fixed(Duration.ofMinutes(5)),
          Windows.sliding(Duration.ofMinutes(5), Duration.ofMinutes(1)));

  /** One window of one of the metrics. */
  record Cell(Windows windows, long start) {}

  /** The records that each window counts, and what became of all records. */
  record Tables(
      Map<Cell, Set<LogRecord>> rows, Map<TopicPartition, Map<Long, LedgerEntry>> ledger) {
    Tables() {
      this(new HashMap<>(), new HashMap<>());
    }
  }

  /** What a broker has of a partition: the records {@code [beginning, end)}. */
  record Kept(long beginning, long end) {}

  private final Map<TopicPartition, List<LogRecord>> log;
  private final Map<TopicPartition, RoundBook.End> ends = new HashMap<>();
  private final RoundPlan plan = new RoundPlan(Duration.ofMinutes(5).toMillis());
  private final Tables database = new Tables();

  SimulatedRounds(Map<TopicPartition, List<LogRecord>> log) {
    this.log = log;
  }

  Tables database() {
    return database;
  }

  /** Where the last round over a partition ended; -1 when there was none. */
  long nextOffset(TopicPartition partition) {
    return ends.containsKey(partition) ? ends.get(partition).nextOffset() : -1;
  }

  /** One round that ends well. */
  void run(Map<TopicPartition, Kept> broker) {
    Map<TopicPartition, RoundPlan.Known> known = known(broker);
    List<Range> ranges = plan(known);
    Tables counted = counted(ranges, broker);
    counted.rows.forEach(this::upsert);
    counted.ledger.forEach((p, entries) -> entries.values().forEach(this::upsert));
    for (Range range : ranges) {
      TopicPartition partition = new TopicPartition(range.topic(), range.partition());
      OptionalLong max =
          ledger(partition).stream()
              .filter(entry -> entry.firstOffset() < range.to())
              .mapToLong(LedgerEntry::maxEventMicros)
              .filter(micros -> micros != Long.MIN_VALUE)
              .max();
      ends.put(partition, new RoundBook.End(known.get(partition).firstOffset(), range.to(), max));
    }
  }

  /** One round that dies after it has written some of its rows. */
  void fail(Map<TopicPartition, Kept> broker, Random chance) {
    Tables counted = counted(plan(known(broker)), broker);
    counted.rows.forEach(
        (cell, records) -> {
          if (chance.nextBoolean()) {
            upsert(cell, records);
          }
        });
    counted.ledger.forEach(
        (partition, entries) ->
            entries.values().stream().filter(e -> chance.nextBoolean()).forEach(this::upsert));
  }

  /** The tables after one look at everything that there ever was before these ends. */
  Tables recount(Map<TopicPartition, Kept> broker) {
    Tables all = new Tables();
    broker.forEach(
        (partition, kept) -> count(range(partition, 0, kept.end()), log.get(partition), all));
    return all;
  }

  private List<Range> plan(Map<TopicPartition, RoundPlan.Known> known) {
    return ends.isEmpty() ? RoundPlan.everything(known) : plan.ranges(known);
  }

  private Map<TopicPartition, RoundPlan.Known> known(Map<TopicPartition, Kept> broker) {
    Map<TopicPartition, RoundPlan.Known> known = new LinkedHashMap<>();
    broker.forEach(
        (partition, kept) -> {
          RoundBook.End last =
              ends.getOrDefault(
                  partition,
                  new RoundBook.End(kept.beginning(), kept.beginning(), OptionalLong.empty()));
          known.put(
              partition,
              new RoundPlan.Known(
                  kept.beginning(),
                  kept.end(),
                  last.firstOffset(),
                  last.nextOffset(),
                  oldestNew(partition, last, kept),
                  ledger(partition)));
        });
    return known;
  }

  private long oldestNew(TopicPartition partition, RoundBook.End last, Kept kept) {
    if (last.maxEventMicros().isPresent()) {
      return LATENESS.oldestMicros(last.maxEventMicros().getAsLong());
    }
    return kept(range(partition, last.nextOffset(), kept.end()), log.get(partition))
        .entrySet()
        .stream()
        .filter(record -> record.getValue() == Fate.COUNTED)
        .mapToLong(record -> record.getKey().eventMicros())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private Tables counted(List<Range> ranges, Map<TopicPartition, Kept> broker) {
    Tables counted = new Tables();
    for (Range range : ranges) {
      TopicPartition partition = new TopicPartition(range.topic(), range.partition());
      long beginning = broker.get(partition).beginning();
      List<LogRecord> there =
          log.get(partition).stream().filter(record -> record.offset() >= beginning).toList();
      count(range, there, counted);
    }
    return counted;
  }

  private static void count(Range range, List<LogRecord> log, Tables into) {
    kept(range, log)
        .forEach(
            (record, fate) -> {
              if (fate == Fate.COUNTED) {
                for (Windows windows : WINDOWS) {
                  for (long start : windows.windowsOf(windows.sliceAt(record.eventMicros()))) {
                    into.rows
                        .computeIfAbsent(new Cell(windows, start), cell -> new HashSet<>())
                        .add(record);
                  }
                }
              }
            });
    Block block = keep(range, log);
    Ledger ledger = new Ledger();
    for (int record = 0; record < block.size(); record++) {
      ledger.enter(block, record, block.fate(record), false);
    }
    for (LedgerEntry entry : ledger.close()) {
      into.ledger
          .computeIfAbsent(
              new TopicPartition(range.topic(), range.partition()), p -> new HashMap<>())
          .put(entry.firstOffset(), entry);
    }
  }

  /** The records of a range with the fates that a keeper gives them that begins there. */
  private static Map<LogRecord, Fate> kept(Range range, List<LogRecord> log) {
    List<LogRecord> read = read(range, log);
    Block block = keep(range, log);
    Map<LogRecord, Fate> fates = new LinkedHashMap<>();
    for (int record = 0; record < read.size(); record++) {
      fates.put(read.get(record), block.fate(record));
    }
    return fates;
  }

  private static Block keep(Range range, List<LogRecord> log) {
    return Keeper.goingOn(LATENESS, range.from(), range.maxEventMicros(), false)
        .keep(LogRecord.block(range.topic(), range.partition(), read(range, log)));
  }

  private static List<LogRecord> read(Range range, List<LogRecord> log) {
    return log.stream()
        .filter(record -> record.offset() >= range.from() && record.offset() < range.to())
        .toList();
  }

  private void upsert(Cell cell, Set<LogRecord> records) {
    database.rows.merge(cell, records, (old, given) -> given.size() > old.size() ? given : old);
  }

  private void upsert(LedgerEntry entry) {
    database
        .ledger
        .computeIfAbsent(
            new TopicPartition(entry.topic(), entry.partition()), partition -> new HashMap<>())
        .merge(entry.firstOffset(), entry, (old, given) -> given.read() > old.read() ? given : old);
  }

  private List<LedgerEntry> ledger(TopicPartition partition) {
    return List.copyOf(database.ledger.getOrDefault(partition, Map.of()).values());
  }

  private static Range range(TopicPartition partition, long from, long to) {
    return new Range(partition.topic(), partition.partition(), from, to, Long.MIN_VALUE);
  }
}
