package dev.tidemark.bench.peer;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.postgresql.PGConnection;

/**
 * Gathers rows and writes them as arrays, one statement a table, sorted by the key, so that two
 * writers cannot wait for each other. Not for use by several threads.
 */
public final class Upserts implements AutoCloseable {
  private static final int BATCH = 5_000;

  private final Connection connection;
  private final Map<Table, List<Row>> waiting = new EnumMap<>(Table.class);
  private int count;

  public Upserts(Contest contest) throws SQLException {
    connection =
        DriverManager.getConnection(contest.jdbc(), contest.jdbcUser(), contest.jdbcPassword());
    connection.setAutoCommit(false);
    for (Table table : Table.values()) {
      waiting.put(table, new ArrayList<>());
    }
  }

  /** Takes a row, and writes all if they are enough for a batch. */
  public void add(Row row) throws SQLException {
    waiting.get(row.table).add(row);
    if (++count >= BATCH) {
      flush();
    }
  }

  /** Writes and commits all rows that wait. */
  public void flush() throws SQLException {
    if (count == 0) {
      return;
    }
    for (Map.Entry<Table, List<Row>> some : waiting.entrySet()) {
      if (!some.getValue().isEmpty()) {
        write(some.getKey(), lastOfEachKey(some.getValue()));
        some.getValue().clear();
      }
    }
    connection.commit();
    count = 0;
  }

  private void write(Table table, List<Row> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(table.upsertArrays())) {
      int next = 1;
      setNumbers(statement, next++, rows.stream().mapToLong(row -> row.start).toArray());
      if (!table.keys().isEmpty()) {
        setTexts(statement, next++, rows, row -> row.key);
      }
      if (table.keys().size() > 1) {
        setTexts(statement, next++, rows, row -> row.referrer);
      }
      setNumbers(statement, next, rows.stream().mapToLong(row -> row.value).toArray());
      statement.executeUpdate();
    }
  }

  /** One statement must not touch a row twice. */
  private static List<Row> lastOfEachKey(List<Row> rows) {
    rows.sort(Row.KEY_ORDER);
    List<Row> distinct = new ArrayList<>(rows.size());
    for (Row row : rows) {
      int last = distinct.size() - 1;
      if (last >= 0 && distinct.get(last).hasKeyOf(row)) {
        distinct.set(last, row);
      } else {
        distinct.add(row);
      }
    }
    return distinct;
  }

  private void setNumbers(PreparedStatement statement, int place, long[] numbers)
      throws SQLException {
    statement.setArray(place, connection.unwrap(PGConnection.class).createArrayOf("int8", numbers));
  }

  private void setTexts(
      PreparedStatement statement, int place, List<Row> rows, Function<Row, String> text)
      throws SQLException {
    statement.setArray(
        place, connection.createArrayOf("text", rows.stream().map(text).toArray(String[]::new)));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
