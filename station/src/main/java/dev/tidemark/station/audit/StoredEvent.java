package dev.tidemark.station.audit;

import dev.tidemark.station.audit.Outcome.Fate;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** A counted event as it was stored, in a table or in a lake. */
final class StoredEvent {

  /** The columns that an event is made of, the two times and the flag aside. */
  static final List<String> TEXTS =
      List.of(
          "event_type",
          "url",
          "host",
          "referrer",
          "source_class",
          "source_name",
          "country_code",
          "region",
          "city",
          "browser",
          "operating_system",
          "device_class",
          "visitor_id",
          "user_id",
          "user_agent",
          "referrer_host",
          "product_id",
          "store_id");

  /** Where the URL stands in a row. */
  private static final int URL = 5;

  static final List<String> COLUMNS = columns("offset", "event_time", "kafka_time", "is_bot");
  static final List<String> CELLS =
      columns("\"offset\"", Rows.micros("event_time"), Rows.micros("kafka_time"), "is_bot::text");

  private StoredEvent() {}

  private static List<String> columns(
      String offset, String eventTime, String kafkaTime, String bot) {
    List<String> columns = new ArrayList<>(List.of(offset, eventTime, kafkaTime, bot));
    columns.addAll(TEXTS);
    return List.copyOf(columns);
  }

  static Outcome outcome(TopicPartition partition, List<String> row) {
    long micros = Long.parseLong(row.get(1));
    int at = 4;
    Hit hit =
        new Hit(
            micros,
            row.get(at++),
            row.get(at++),
            row.get(at++),
            row.get(at++),
            row.get(at++),
            row.get(at++),
            row.get(at++),
            row.get(at++),
            row.get(at++),
            row.get(at++),
            row.get(at++),
            row.get(at++),
            Boolean.parseBoolean(row.get(3)),
            row.get(at++),
            row.get(at++),
            row.get(at++),
            row.get(at++),
            Article.of(row.get(at++), row.get(URL)),
            row.get(at));
    TopicRecord record =
        new TopicRecord(
            partition.topic(),
            partition.partition(),
            Long.parseLong(row.get(0)),
            Math.floorDiv(Long.parseLong(row.get(2)), 1_000),
            null);
    return new Outcome(record, Fate.COUNTED, null, micros, 0, hit);
  }
}
