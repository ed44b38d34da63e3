package dev.tidemark.station.audit;

import dev.tidemark.run.UserError;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is compared.
 *
 * @param from the earliest event time, in milliseconds
 * @param to the first event time that is too late, in milliseconds
 */
record Scope(long from, long to, Set<String> tables) {

  /** What is not a figure, and can only be told from the records themselves. */
  static final List<String> RECORDS =
      List.of("processed_events", "late_events", "dead_letters", "ledger");

  static final List<String> ALL =
      Stream.concat(Figure.ALL.stream().map(Figure::table), RECORDS.stream()).toList();

  static final Scope EVERYTHING = new Scope(Long.MIN_VALUE, Long.MAX_VALUE, Set.copyOf(ALL));

  Scope {
    tables = Set.copyOf(tables);
    for (String table : tables) {
      if (!ALL.contains(table)) {
        throw UserError.inUsage(
            "There is no table " + table + " to compare.",
            "Choose from " + String.join(", ", ALL) + ".");
      }
    }
  }

  /** Times of the command line; null is no bound. */
  static Scope of(Instant from, Instant to, List<String> tables) {
    return new Scope(
        from == null ? Long.MIN_VALUE : ChronoUnit.MILLIS.between(Instant.EPOCH, from),
        to == null ? Long.MAX_VALUE : ChronoUnit.MILLIS.between(Instant.EPOCH, to),
        tables.isEmpty() ? Set.copyOf(ALL) : Set.copyOf(tables));
  }

  boolean has(String table) {
    return tables.contains(table);
  }

  /** Whether a whole window lies inside. */
  boolean holds(Figure figure, long begin) {
    return begin >= from && begin <= to - figure.size().toMillis();
  }

  /** Whether any window that a step is a part of may lie inside. */
  boolean mayHold(Figure figure, long step) {
    return step >= from && step < to;
  }

  boolean holdsTime(long micros) {
    long millis = Math.floorDiv(micros, 1_000);
    return millis >= from && millis < to;
  }

  long firstMicros() {
    return from == Long.MIN_VALUE ? from : from * 1_000;
  }

  long lastMicros() {
    return to == Long.MAX_VALUE ? to : to * 1_000 - 1;
  }

  /** As PostgreSQL's driver takes it: the earliest time stands for minus infinity. */
  OffsetDateTime firstTime() {
    return from == Long.MIN_VALUE ? OffsetDateTime.MIN : time(from * 1_000);
  }

  OffsetDateTime lastTime() {
    return to == Long.MAX_VALUE ? OffsetDateTime.MAX : time(to * 1_000);
  }

  static OffsetDateTime time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  boolean isBounded() {
    return from != Long.MIN_VALUE || to != Long.MAX_VALUE;
  }
}
