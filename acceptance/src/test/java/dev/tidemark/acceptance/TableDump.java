package dev.tidemark.acceptance;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postgresql.util.PGInterval;

/** Reads a table of PostgreSQL into its canonical form. */
final class TableDump {

  /**
   * Columns that tell when a row was written or what was done with it later, not what was found.
   */
  static final Set<String> VARYING =
      Set.of(
          "updated_at",
          "seen_at",
          "processing_time",
          "replay",
          "replay_claimed_at",
          "replayed_at",
          "replayed_offset");

  private TableDump() {}

  static Table read(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT * FROM " + table)) {
      ResultSetMetaData shape = result.getMetaData();
      List<Integer> kept = new ArrayList<>();
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= shape.getColumnCount(); i++) {
        if (!VARYING.contains(shape.getColumnName(i))) {
          kept.add(i);
          columns.add(shape.getColumnName(i));
        }
      }
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i : kept) {
          row.add(Table.cell(value(result, i, shape)));
        }
        rows.add(List.copyOf(row));
      }
      return new Table(table, List.copyOf(columns), rows);
    }
  }

  private static Object value(ResultSet result, int column, ResultSetMetaData shape)
      throws SQLException {
    // The driver calls timestamptz a TIMESTAMP; only its own name tells it from one without a zone.
    if (shape.getColumnTypeName(column).equals("timestamptz")) {
      OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
      return time == null ? null : time.toInstant();
    }
    if (shape.getColumnTypeName(column).equals("interval")) {
      return duration(result.getObject(column, PGInterval.class));
    }
    if (shape.getColumnType(column) == Types.BINARY) {
      return result.getBytes(column);
    }
    return result.getString(column);
  }

  private static Duration duration(PGInterval interval) {
    return interval == null
        ? null
        : Duration.ofDays(interval.getDays())
            .plusHours(interval.getHours())
            .plusMinutes(interval.getMinutes())
            .plusSeconds(interval.getWholeSeconds())
            .plus(interval.getMicroSeconds(), ChronoUnit.MICROS);
  }
}
