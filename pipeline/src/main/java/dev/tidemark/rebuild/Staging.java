package dev.tidemark.rebuild;

import static java.util.stream.Collectors.joining;

import dev.tidemark.metric.Metric;
import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;

/**
 * The tables of the metrics once more, empty, in a schema of their own. A rebuild fills them while
 * the others are read and written, and exchanges the rows of its range in one transaction.
 */
public final class Staging implements AutoCloseable {

  private static final String SCHEMA = "tidemark_rebuild";

  /** Rows that wait here are of no generation yet, and no earlier rebuild keeps them out. */
  public static final long GENERATION = Long.MAX_VALUE;

  private final Connection connection;
  private final List<Metric> metrics;
  private final String live;

  private Staging(Connection connection, List<Metric> metrics, String live) {
    this.connection = connection;
    this.metrics = metrics.stream().sorted(Comparator.comparing(Metric::table)).toList();
    this.live = live;
  }

  /** The database, for a writer whose metrics shall go into the staging tables. */
  public static Postgres in(Postgres database) {
    return database.preferring(SCHEMA);
  }

  /**
   * Makes the tables, in place of what a rebuild that was cut off has left.
   *
   * @throws IllegalStateException when another rebuild is at work
   */
  public static Staging create(Postgres database, List<Metric> metrics) throws SQLException {
    Connection connection = database.connect();
    try (Statement statement = connection.createStatement()) {
      if (!"t".equals(ask(statement, "pg_try_advisory_lock(hashtextextended('%s', 0))"))) {
        throw new IllegalStateException("Another rebuild of this database is at work.");
      }
      Staging staging = new Staging(connection, metrics, ask(statement, "current_schema()"));
      statement.execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
      statement.execute("CREATE SCHEMA " + SCHEMA);
      for (Metric metric : staging.metrics) {
        statement.execute(
            "CREATE UNLOGGED TABLE %s (LIKE %s INCLUDING ALL)"
                .formatted(staged(metric), staging.live(metric)));
      }
      return staging;
    } catch (SQLException | RuntimeException failed) {
      connection.close();
      throw failed;
    }
  }

  /**
   * Puts the rows of the windows that begin in {@code [from, to)} in the place of those that stand
   * there. Nobody sees one without the other: readers see what was until all is there, and writers
   * wait.
   *
   * @param begun when the rebuild began to read: what was reopened before is in the new rows
   * @return the generation of the new rows
   */
  public long exchange(Instant from, Instant to, String source, Instant begun) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'");
      for (Metric metric : metrics) {
        // Who writes now is waited for: his rows could otherwise come in behind the exchange.
        statement.execute("LOCK TABLE " + live(metric) + " IN EXCLUSIVE MODE");
      }
      long generation = note(from, to, source);
      for (Metric metric : metrics) {
        exchange(metric, from, to, generation);
        closeReopened(metric, from, to, begun);
      }
      connection.commit();
      return generation;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private long note(Instant from, Instant to, String source) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO rebuilds (from_time, to_time, source) VALUES (?, ?, ?)"
                + " RETURNING generation")) {
      range(insert, from, to);
      insert.setString(3, source);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private void exchange(Metric metric, Instant from, Instant to, long generation)
      throws SQLException {
    String inRange = " WHERE window_start >= ? AND window_start < ?";
    update("DELETE FROM " + live(metric) + inRange, from, to);
    String columns = columns(metric);
    String values = columns.replace("\"generation\"", Long.toString(generation));
    update(
        "INSERT INTO %s (%s) SELECT %s FROM %s"
                .formatted(live(metric), columns, values, staged(metric))
            + inRange,
        from,
        to);
  }

  /** Slices that lie in no window outside the range. */
  private void closeReopened(Metric metric, Instant from, Instant to, Instant begun)
      throws SQLException {
    long before = metric.windows().sizeMillis() - metric.windows().sliceMillis();
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM reopened_windows WHERE slice_start >= ? AND slice_start < ?"
                + " AND metric = ? AND seen_at < ?")) {
      range(delete, from.plusMillis(before), to);
      delete.setString(3, metric.table());
      delete.setObject(4, begun.atOffset(ZoneOffset.UTC));
      delete.executeUpdate();
    }
  }

  private void update(String sql, Instant from, Instant to) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      range(statement, from, to);
      statement.executeUpdate();
    }
  }

  private static void range(PreparedStatement statement, Instant from, Instant to)
      throws SQLException {
    statement.setObject(1, from.atOffset(ZoneOffset.UTC));
    statement.setObject(2, to.atOffset(ZoneOffset.UTC));
  }

  private String columns(Metric metric) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM " + live(metric) + " LIMIT 0")) {
      int count = row.getMetaData().getColumnCount();
      List<String> names = new java.util.ArrayList<>();
      for (int column = 1; column <= count; column++) {
        names.add(row.getMetaData().getColumnName(column));
      }
      return names.stream().map(name -> '"' + name + '"').collect(joining(", "));
    }
  }

  private String live(Metric metric) {
    return '"' + live.replace("\"", "\"\"") + "\"." + metric.table();
  }

  private static String staged(Metric metric) {
    return SCHEMA + "." + metric.table();
  }

  private static String ask(Statement statement, String expression) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT " + expression.formatted(SCHEMA))) {
      row.next();
      return row.getString(1);
    }
  }

  /** Removes the tables; the lock goes with the connection. */
  @Override
  public void close() throws SQLException {
    try (connection;
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
    }
  }
}
