package dev.tidemark.rebuild;

import dev.tidemark.event.Address;
import dev.tidemark.event.Client;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.PageView;
import dev.tidemark.event.Place;
import dev.tidemark.event.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/** A counted event as {@code processed_events} holds it: all but the address that it came from. */
final class StoredEvent {

  private static final String MICROS = "(extract(epoch FROM %1$s) * 1000000)::bigint AS %1$s";
  private static final String TIME =
      "TIMESTAMPTZ 'epoch' + (%1$s / 86400000000) * INTERVAL '24 hours'"
          + " + (%1$s %% 86400000000) * INTERVAL '1 microsecond'";

  /** The events of a range of times, both in microseconds. */
  static final String SELECT =
      "SELECT topic, partition, \"offset\", event_id, "
          + MICROS.formatted("event_time")
          + ", event_type, "
          + MICROS.formatted("kafka_time")
          + ", user_id, visitor_id, session_id, url, host, path, query, utm_source, utm_medium,"
          + " utm_campaign, utm_term, utm_content, referrer, referrer_host, source_class,"
          + " source_name, ip, country_code, country, region, city, latitude, longitude, time_zone,"
          + " asn, organisation, user_agent, browser, browser_version, operating_system,"
          + " device_class, is_bot, product_id, store_id, headers::text AS headers,"
          + " properties::text AS properties"
          + " FROM processed_events, (SELECT ?::bigint AS low, ?::bigint AS high) AS range"
          + " WHERE event_time >= "
          + TIME.formatted("low")
          + " AND event_time < "
          + TIME.formatted("high");

  private StoredEvent() {}

  static EnrichedView read(ResultSet row) throws SQLException {
    return new EnrichedView(
        view(row),
        new Address(
            row.getString("host"),
            row.getString("path"),
            row.getString("query"),
            row.getString("utm_source"),
            row.getString("utm_medium"),
            row.getString("utm_campaign"),
            row.getString("utm_term"),
            row.getString("utm_content")),
        new Source(
            row.getString("referrer_host"),
            kind(row.getString("source_class")),
            row.getString("source_name")),
        new Place(
            row.getString("country_code"),
            row.getString("country"),
            row.getString("region"),
            row.getString("city"),
            row.getObject("latitude", Double.class),
            row.getObject("longitude", Double.class),
            row.getString("time_zone"),
            row.getObject("asn", Long.class),
            row.getString("organisation")),
        new Client(
            row.getString("browser"),
            row.getString("browser_version"),
            row.getString("operating_system"),
            row.getString("device_class"),
            row.getBoolean("is_bot")),
        row.getString("visitor_id"),
        row.getString("ip"));
  }

  private static PageView view(ResultSet row) throws SQLException {
    return new PageView(
        row.getString("topic"),
        row.getInt("partition"),
        row.getLong("offset"),
        Math.floorDiv(row.getLong("kafka_time"), 1_000L),
        row.getLong("event_time"),
        row.getString("event_id"),
        row.getString("event_type"),
        row.getString("user_id"),
        row.getString("url"),
        row.getString("host"),
        row.getString("referrer"),
        row.getString("user_agent"),
        null,
        row.getString("session_id"),
        row.getString("product_id"),
        row.getString("store_id"),
        row.getString("headers"),
        row.getString("properties"));
  }

  private static Source.Kind kind(String label) {
    return Arrays.stream(Source.Kind.values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("processed_events has a source " + label));
  }
}
