package dev.tidemark.station.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the rows of a table are asked for: as cells of text, in which times are microseconds since
 * the epoch and sketches are what they hold.
 *
 * @param columns names for people
 * @param cells for each column an SQL expression
 */
record Rows(String table, List<String> columns, List<String> cells) {

  private static final String MICROS = "(extract(epoch FROM %s) * 1000000)::bigint";
  private static final int FETCHED_AT_ONCE = 5_000;

  /** Takes rows as they come. */
  @FunctionalInterface
  interface Taker {
    void take(List<String> row) throws SQLException;
  }

  static String micros(String column) {
    return MICROS.formatted(column);
  }

  /** What a text or number of the program is as a cell. */
  static String cell(Object value) {
    return value == null ? null : value.toString();
  }

  List<List<String>> list(Connection connection, String where, Object... parameters)
      throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    stream(connection, where, rows::add, parameters);
    return rows;
  }

  /** The rows that a condition (and an order, behind it) chooses, a few thousand at a time. */
  void stream(Connection connection, String where, Taker taker, Object... parameters)
      throws SQLException {
    connection.setAutoCommit(false);
    String sql = "SELECT " + String.join(", ", cells) + " FROM " + table + " WHERE " + where;
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setFetchSize(FETCHED_AT_ONCE);
      for (int i = 0; i < parameters.length; i++) {
        select.setObject(i + 1, parameters[i]);
      }
      try (ResultSet result = select.executeQuery()) {
        boolean[] sketch = new boolean[cells.size()];
        for (int i = 0; i < sketch.length; i++) {
          sketch[i] = result.getMetaData().getColumnTypeName(i + 1).equals("bytea");
        }
        while (result.next()) {
          taker.take(row(result, sketch));
        }
      }
    } finally {
      connection.rollback();
    }
  }

  private static List<String> row(ResultSet result, boolean[] sketch) throws SQLException {
    String[] row = new String[sketch.length];
    for (int i = 0; i < row.length; i++) {
      if (sketch[i]) {
        byte[] image = result.getBytes(i + 1);
        row[i] = image == null ? null : Sketches.text(image);
      } else {
        row[i] = result.getString(i + 1);
      }
    }
    return Arrays.asList(row);
  }
}
