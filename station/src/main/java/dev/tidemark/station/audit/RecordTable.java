package dev.tidemark.station.audit;

import static dev.tidemark.station.audit.Rows.cell;
import static dev.tidemark.station.audit.Rows.micros;

import dev.tidemark.station.audit.Outcome.Fate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A table with a row for each record of one fate. The first column is the offset.
 *
 * @param timed whether it has an event time, by which a part of it can be asked for
 */
record RecordTable(Rows rows, Fate fate, boolean timed, Function<Outcome, List<String>> row) {

  static final List<RecordTable> ALL =
      List.of(
          new RecordTable(
              new Rows(
                  "processed_events",
                  columns(
                      "event_time kafka_time event_type user_id visitor_id url host referrer"
                          + " source_class source_name country_code region city user_agent browser"
                          + " operating_system device_class is_bot"),
                  cells(
                      micros("event_time"),
                      micros("kafka_time"),
                      "event_type",
                      "user_id",
                      "visitor_id",
                      "url",
                      "host",
                      "referrer",
                      "source_class",
                      "source_name",
                      "country_code",
                      "region",
                      "city",
                      "user_agent",
                      "browser",
                      "operating_system",
                      "device_class",
                      "is_bot::text")),
              Fate.COUNTED,
              true,
              RecordTable::processed),
          new RecordTable(
              new Rows(
                  "late_events",
                  columns("event_time kafka_time behind payload"),
                  cells(
                      micros("event_time"),
                      micros("kafka_time"),
                      micros("behind"),
                      "encode(sha256(payload), 'hex')")),
              Fate.LATE,
              true,
              outcome ->
                  List.of(
                      cell(outcome.record().offset()),
                      cell(outcome.micros()),
                      cell(outcome.record().timestampMillis() * 1_000),
                      cell(outcome.behind()),
                      payload(outcome.record()))),
          new RecordTable(
              new Rows(
                  "dead_letters",
                  columns("kafka_time stage failure payload"),
                  cells(
                      micros("kafka_time"), "stage", "failure", "encode(sha256(payload), 'hex')")),
              Fate.DEAD,
              false,
              outcome ->
                  List.of(
                      cell(outcome.record().offset()),
                      cell(outcome.record().timestampMillis() * 1_000),
                      "PARSE",
                      outcome.failure(),
                      payload(outcome.record()))));

  private static List<String> columns(String names) {
    return List.of(("offset " + names).split(" ", -1));
  }

  private static List<String> cells(String... expressions) {
    return Stream.concat(Stream.of("\"offset\""), Arrays.stream(expressions)).toList();
  }

  private static List<String> processed(Outcome outcome) {
    Hit hit = outcome.hit();
    return Arrays.asList(
        cell(outcome.record().offset()),
        cell(hit.micros()),
        cell(outcome.record().timestampMillis() * 1_000),
        hit.type(),
        hit.user(),
        hit.visitor(),
        hit.url(),
        hit.host(),
        hit.referrer(),
        hit.sourceClass(),
        hit.sourceName(),
        hit.country(),
        hit.region(),
        hit.city(),
        hit.userAgent(),
        hit.browser(),
        hit.system(),
        hit.device(),
        cell(hit.bot()));
  }

  private static String payload(TopicRecord record) {
    byte[] value = record.value() == null ? new byte[0] : record.value();
    return HexFormat.of().formatHex(Sketches.sha256(value));
  }
}
