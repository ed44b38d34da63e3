package dev.tidemark.acceptance;

import static java.time.temporal.ChronoUnit.MICROS;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What Tidemark shall find in a list of records, computed in the plainest way: a pass over a list
 * for every table, no engine, no state to lose, and none of the product's code.
 */
final class NaiveTidemark {

  /**
   * What became of a record.
   *
   * @param fate {@code COUNTED}, {@code LATE} or the name of a failure
   * @param event null when the record was refused
   * @param newest the largest event time of the partition before this record, or null
   */
  record Outcome(TopicRecord record, String fate, NaiveEvent event, Instant newest) {
    boolean is(String wanted) {
      return fate.equals(wanted);
    }
  }

  static final String COUNTED = "COUNTED";
  static final String LATE = "LATE";

  private static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(60);
  private static final Duration ALLOWED_LATENESS = Duration.ofMinutes(10);
  private static final long LEDGER_RANGE = 10_000;

  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<Outcome> counted;

  /** Records of one partition must come in the order of their offsets. */
  NaiveTidemark(List<TopicRecord> records) {
    Map<Integer, Instant> newest = new HashMap<>();
    for (TopicRecord record : records) {
      Outcome outcome = outcome(record, newest.get(record.partition()));
      outcomes.add(outcome);
      if (outcome.event() != null) {
        newest.merge(record.partition(), outcome.event().time(), (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    counted = outcomes.stream().filter(o -> o.is(COUNTED)).toList();
  }

  private static Outcome outcome(TopicRecord record, Instant newest) {
    try {
      NaiveEvent event = NaiveEvent.read(record);
      boolean late =
          newest != null
              && event.time().isBefore(newest.minus(OUT_OF_ORDERNESS).minus(ALLOWED_LATENESS));
      return new Outcome(record, late ? LATE : COUNTED, event, newest);
    } catch (NaiveEvent.Refused e) {
      return new Outcome(record, e.getMessage(), null, newest);
    }
  }

  List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /** Every table, with the columns that can be told without a map of the world. */
  List<Table> tables() {
    List<Table> tables =
        new ArrayList<>(NaiveWindows.tables(counted.stream().map(Outcome::event).toList()));
    tables.addAll(List.of(processedEvents(), lateEvents(), deadLetters(), ledger()));
    return tables;
  }

  private Table processedEvents() {
    return new Table(
        "processed_events",
        List.of("partition", "offset", "event_time", "event_type", "url", "host", "referrer"),
        counted.stream()
            .map(
                o -> {
                  NaiveEvent e = o.event();
                  return cells(
                      Stream.of(
                          o.record().partition(),
                          o.record().offset(),
                          e.time(),
                          e.type(),
                          e.url(),
                          e.host(),
                          e.referrer()));
                })
            .toList());
  }

  private Table lateEvents() {
    return new Table(
        "late_events",
        List.of("partition", "offset", "event_time", "behind", "payload"),
        outcomes.stream()
            .filter(o -> o.is(LATE))
            .map(
                o ->
                    cells(
                        Stream.of(
                            o.record().partition(),
                            o.record().offset(),
                            o.event().time(),
                            Duration.between(o.event().time(), o.newest().minus(OUT_OF_ORDERNESS)),
                            o.record().value())))
            .toList());
  }

  private Table deadLetters() {
    return new Table(
        "dead_letters",
        List.of("partition", "offset", "stage", "failure", "payload"),
        outcomes.stream()
            .filter(o -> o.event() == null)
            .map(
                o -> {
                  byte[] value = o.record().value();
                  return cells(
                      Stream.of(
                          o.record().partition(),
                          o.record().offset(),
                          "PARSE",
                          o.fate(),
                          value == null ? new byte[0] : value));
                })
            .toList());
  }

  private Table ledger() {
    Map<List<Long>, List<Outcome>> ranges = new HashMap<>();
    for (Outcome outcome : outcomes) {
      long offset = outcome.record().offset();
      List<Long> range =
          List.of((long) outcome.record().partition(), offset - offset % LEDGER_RANGE);
      ranges.computeIfAbsent(range, r -> new ArrayList<>()).add(outcome);
    }
    List<List<String>> rows = new ArrayList<>();
    ranges.forEach((range, within) -> rows.add(ledgerRow(range, within)));
    return new Table(
        "ledger",
        List.of(
            "partition",
            "first_offset",
            "last_offset",
            "read",
            "counted",
            "late",
            "duplicate",
            "dead",
            "bot",
            "min_event_time",
            "max_event_time"),
        rows);
  }

  private static List<String> ledgerRow(List<Long> range, List<Outcome> outcomes) {
    long late = outcomes.stream().filter(o -> o.is(LATE)).count();
    long dead = outcomes.stream().filter(o -> o.event() == null).count();
    long bot = outcomes.stream().filter(o -> o.is(COUNTED) && o.event().bot()).count();
    LongSummaryStatistics times =
        outcomes.stream()
            .filter(o -> o.event() != null)
            .flatMapToLong(o -> LongStream.of(MICROS.between(Instant.EPOCH, o.event().time())))
            .summaryStatistics();
    boolean none = times.getCount() == 0;
    return cells(
        Arrays.<Object>asList(
            range.get(0),
            range.get(1),
            outcomes.get(outcomes.size() - 1).record().offset(),
            outcomes.size(),
            outcomes.size() - late - dead,
            late,
            0,
            dead,
            bot,
            none ? null : Instant.EPOCH.plus(times.getMin(), MICROS),
            none ? null : Instant.EPOCH.plus(times.getMax(), MICROS))
            .stream());
  }

  private static List<String> cells(Stream<Object> values) {
    return values.map(Table::cell).toList();
  }
}
