package dev.tidemark.station.operate;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which events are meant. */
final class EventFilter {

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Event time from 2026-01-09, 2026-01-09T12:00:00Z or 2h (ago) on.")
  Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Event time before this.")
  Instant to;

  @Option(names = "--host", paramLabel = "HOST", description = "Only this host.")
  String host;

  @Option(names = "--url", paramLabel = "URL", description = "Only this URL.")
  String url;

  @Option(names = "--country", paramLabel = "CODE", description = "Only this country: DE.")
  String country;

  @Option(names = "--visitor", paramLabel = "ID", description = "Only this visitor.")
  String visitor;

  @Option(names = "--bot", paramLabel = "true|false", description = "Only robots, or none.")
  Boolean bot;

  /** The condition, with a parameter for each value. */
  String condition() {
    List<String> parts = new ArrayList<>(List.of("true"));
    add(parts, from, "event_time >= ?");
    add(parts, to, "event_time < ?");
    add(parts, host, "host = ?");
    add(parts, url, "url = ?");
    add(parts, country, "country_code = ?");
    add(parts, visitor, "? IN (visitor_id, user_id)");
    add(parts, bot, "is_bot = ?");
    return String.join(" AND ", parts);
  }

  /** Binds the values in the order of the condition, and returns the next parameter. */
  int bind(PreparedStatement statement) throws SQLException {
    int next = 1;
    for (Object value : new Object[] {from, to, host, url, country, visitor, bot}) {
      if (value != null) {
        statement.setObject(
            next++, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
      }
    }
    return next;
  }

  private static void add(List<String> parts, Object value, String condition) {
    if (value != null) {
      parts.add(condition);
    }
  }
}
