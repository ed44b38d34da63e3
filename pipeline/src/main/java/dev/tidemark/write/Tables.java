package dev.tidemark.write;

import static dev.tidemark.write.Table.Type.BIGINT;
import static dev.tidemark.write.Table.Type.BYTES;
import static dev.tidemark.write.Table.Type.DURATION;
import static dev.tidemark.write.Table.Type.INTEGER;
import static dev.tidemark.write.Table.Type.NOW;
import static dev.tidemark.write.Table.Type.TEXT;
import static dev.tidemark.write.Table.Type.TIME;

import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.LateEvent;
import dev.tidemark.event.LedgerEntry;
import dev.tidemark.write.Table.Column;
import dev.tidemark.write.Table.Conflict;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The tables that say what became of the records, beside those of the metrics and the events. */
public final class Tables {
  public static final Table DEAD_LETTERS =
      new Table(
          "dead_letters",
          List.of(
              new Column("topic", TEXT),
              new Column("partition", INTEGER),
              new Column("offset", BIGINT),
              new Column("kafka_time", TIME),
              new Column("stage", TEXT),
              new Column("failure", TEXT),
              new Column("detail", TEXT),
              new Column("payload", BYTES)),
          List.of("topic", "partition", "offset"),
          Conflict.KEEP);

  public static final Table LATE_EVENTS =
      new Table(
          "late_events",
          List.of(
              new Column("topic", TEXT),
              new Column("partition", INTEGER),
              new Column("offset", BIGINT),
              new Column("kafka_time", TIME),
              new Column("event_time", TIME),
              new Column("behind", DURATION),
              new Column("payload", BYTES)),
          List.of("topic", "partition", "offset"),
          Conflict.KEEP);

  public static final Table LEDGER =
      new Table(
          "ledger",
          List.of(
              new Column("topic", TEXT),
              new Column("partition", INTEGER),
              new Column("first_offset", BIGINT),
              new Column("last_offset", BIGINT),
              new Column("read", BIGINT),
              new Column("counted", BIGINT),
              new Column("late", BIGINT),
              new Column("duplicate", BIGINT),
              new Column("dead", BIGINT),
              new Column("bot", BIGINT),
              new Column("min_event_time", TIME),
              new Column("max_event_time", TIME),
              new Column("generation", BIGINT),
              new Column("updated_at", NOW)),
          List.of("topic", "partition", "first_offset"),
          Conflict.moreWins("generation", "read"));

  public static final Table REOPENED_WINDOWS =
      new Table(
          "reopened_windows",
          List.of(new Column("metric", TEXT), new Column("slice_start", TIME)),
          List.of("metric", "slice_start"),
          Conflict.KEEP);

  private Tables() {}

  public static void add(Rows rows, DeadLetter letter) {
    rows.add(
        letter.topic(),
        letter.partition(),
        letter.offset(),
        TimeUnit.MILLISECONDS.toMicros(letter.timestampMillis()),
        letter.failure().stage().name(),
        letter.failure().name(),
        letter.detail(),
        letter.payload());
  }

  public static void add(Rows rows, LateEvent event) {
    rows.add(
        event.topic(),
        event.partition(),
        event.offset(),
        TimeUnit.MILLISECONDS.toMicros(event.timestampMillis()),
        event.eventMicros(),
        event.behindMicros(),
        event.payload());
  }

  public static void add(Rows rows, LedgerEntry entry, long generation) {
    rows.add(
        entry.topic(),
        entry.partition(),
        entry.firstOffset(),
        entry.lastOffset(),
        entry.read(),
        entry.counted(),
        entry.late(),
        entry.duplicate(),
        entry.dead(),
        entry.bot(),
        entry.minEventMicros() == Long.MAX_VALUE ? null : entry.minEventMicros(),
        entry.maxEventMicros() == Long.MIN_VALUE ? null : entry.maxEventMicros(),
        generation);
  }
}
