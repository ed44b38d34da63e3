package dev.tidemark.station.operate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The tables behind processed_events, one a day and one for all other days. */
final class StoredEvents {

  private static final String PREFIX = "processed_events_";
  private static final String DEFAULT = "processed_events_default";
  private static final String OF_VISITOR = " WHERE ? IN (visitor_id, user_id)";
  private static final String HOLDS = " WHERE position(convert_to(?, 'UTF8') IN payload) > 0";

  private final Connection connection;

  StoredEvents(Connection connection) {
    this.connection = connection;
  }

  /** Every table, by its quoted name. */
  List<String> tables() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT inhrelid::regclass::text FROM pg_inherits"
                    + " WHERE inhparent = 'processed_events'::regclass ORDER BY 1")) {
      List<String> tables = new ArrayList<>();
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
      return tables;
    }
  }

  /** The tables of whole days before this one. */
  List<String> daysBefore(Instant day) throws SQLException {
    LocalDate first = day.atOffset(ZoneOffset.UTC).toLocalDate();
    return tables().stream()
        .filter(table -> table.matches("(.*\\.)?" + PREFIX + "\\d{8}"))
        .filter(
            table ->
                LocalDate.parse(
                        table.substring(table.length() - 8), DateTimeFormatter.BASIC_ISO_DATE)
                    .isBefore(first))
        .toList();
  }

  void drop(String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE " + table);
    }
  }

  long countUndated(Instant day) throws SQLException {
    return ask("SELECT count(*) FROM " + DEFAULT + " WHERE event_time < ?", time(day));
  }

  long deleteUndated(Instant day) throws SQLException {
    return delete("DELETE FROM " + DEFAULT + " WHERE event_time < ?", time(day));
  }

  long countOf(String visitor) throws SQLException {
    return ask("SELECT count(*) FROM processed_events" + OF_VISITOR, visitor);
  }

  long deleteOf(String table, String visitor) throws SQLException {
    return delete("DELETE FROM " + table + OF_VISITOR, visitor);
  }

  long countPayloads(String table, String text) throws SQLException {
    return ask("SELECT count(*) FROM " + table + HOLDS, text);
  }

  long deletePayloads(String table, String text) throws SQLException {
    return delete("DELETE FROM " + table + HOLDS, text);
  }

  private static Object time(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private long ask(String sql, Object value) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, value);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private long delete(String sql, Object value) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, value);
      return statement.executeLargeUpdate();
    }
  }
}
