package dev.tidemark.bench.race;

import dev.tidemark.bench.figures.Figures;
import dev.tidemark.bench.race.Check.Expectation;
import dev.tidemark.metric.Metric;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What the tables of a workload have to hold; rows of the closing records are not looked at. */
final class Expectations {

  /** How far an estimate of distinct users may lie beside the exact number. */
  private static final double TOLERANCE = 0.03;

  private static final int FETCHED = 10_000;

  private final Answer answer;
  private final OffsetDateTime end;

  Expectations(Answer answer) {
    this.answer = answer;
    this.end = Times.at(answer.endMillis());
  }

  Expectation views() {
    return views("page_view_counts");
  }

  private Expectation views(String table) {
    return total(table, "view_count", answer.views().size());
  }

  /** Of any of Tidemark's figures, whatever its table is called. */
  Expectation figure(Metric metric) {
    return switch (Figures.original(metric.table())) {
      case "page_view_counts" -> views(metric.table());
      case "active_users" ->
          users(
              metric.table(),
              Math.toIntExact(metric.windows().sizeMillis() / Answer.MINUTE),
              "host = '*'");
      default -> hitsOf(metric.table());
    };
  }

  Expectation hits() {
    return total("aggregated_web_traffic", "num_hits", answer.hits().size());
  }

  /** Of a table whose every event is in one row: the number of rows and the sum. */
  private Expectation total(String table, String column, long rows) {
    String sql = "SELECT count(*), sum(%s) FROM %s WHERE %s".formatted(column, table, counted());
    return connection ->
        ask(
            connection,
            sql,
            (found, sum) ->
                differs(table + " rows", found, rows)
                    .or(() -> differs(table + " sum", sum, answer.events())));
  }

  /** Of a table of which only the sum is known. */
  Expectation hitsOf(String table) {
    String sql = "SELECT count(*), sum(num_hits) FROM %s WHERE %s".formatted(table, counted());
    return connection ->
        ask(connection, sql, (rows, sum) -> differs(table + " sum", sum, answer.events()));
  }

  /** One row an event. */
  Expectation processedEvents() {
    String sql = "SELECT count(*), 0 FROM processed_events WHERE " + before("event_time");
    return connection ->
        ask(
            connection,
            sql,
            (rows, sum) -> differs("processed_events rows", rows, answer.events()));
  }

  /** As many counted by the ledger as there are records, the closing ones included. */
  Expectation ledger() {
    long records = answer.events() + Workload.PARTITIONS;
    return connection ->
        ask(
            connection,
            "SELECT count(*), sum(counted) FROM ledger",
            (rows, sum) -> differs("ledger counted", sum, records));
  }

  /**
   * An estimate for every window.
   *
   * @param minutes how long a window is
   * @param condition which rows are meant
   */
  Expectation users(String table, int minutes, String condition) {
    Map<Long, Long> exact = answer.users(minutes);
    String sql =
        "SELECT window_start, active_users FROM %s WHERE %s AND %s"
            .formatted(table, counted(), condition);
    return connection -> {
      Map<Long, Long> found = new HashMap<>();
      each(connection, sql, row -> found.put(Times.millis(row), row.getLong(2)));
      if (!found.keySet().equals(exact.keySet())) {
        return differs(table + " rows", found.size(), exact.size())
            .or(() -> Optional.of(table + " has other windows"));
      }
      return exact.entrySet().stream()
          .filter(one -> !near(found.get(one.getKey()), one.getValue()))
          .map(one -> table + " has " + found.get(one.getKey()) + " for " + one.getValue())
          .findFirst();
    };
  }

  Expectation everyView() {
    return every(
        "page_view_counts",
        "SELECT window_start, view_count, url, '' FROM page_view_counts WHERE " + counted(),
        answer.views());
  }

  Expectation everyHit() {
    return every(
        "aggregated_web_traffic",
        "SELECT window_start, num_hits, host, referrer FROM aggregated_web_traffic WHERE "
            + counted(),
        answer.hits());
  }

  /** Row for row; two rows of one key cannot be, for it is the tables' primary key. */
  private Expectation every(String table, String sql, Map<Answer.Key, Long> rows) {
    return connection -> {
      AtomicLong right = new AtomicLong();
      AtomicLong wrong = new AtomicLong();
      each(
          connection,
          sql,
          row -> {
            Answer.Key key = new Answer.Key(Times.millis(row), row.getString(3), row.getString(4));
            Long expected = rows.get(key);
            boolean fits = expected != null && expected == row.getLong(2);
            (fits ? right : wrong).incrementAndGet();
          });
      return wrong.get() == 0 && right.get() == rows.size()
          ? Optional.empty()
          : Optional.of(table + " has wrong rows though the sums are right");
    };
  }

  private static boolean near(long found, long exact) {
    return Math.abs(found - exact) <= TOLERANCE * exact;
  }

  private static Optional<String> differs(String what, long found, long expected) {
    return found == expected
        ? Optional.empty()
        : Optional.of("%s: %d of %d".formatted(what, found, expected));
  }

  private String counted() {
    return before("window_start");
  }

  private String before(String column) {
    return column + " < '" + end + "'";
  }

  private interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private interface Verdict {
    Optional<String> of(long rows, long sum);
  }

  private static Optional<String> ask(Connection connection, String sql, Verdict verdict)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet found = statement.executeQuery()) {
      found.next();
      return verdict.of(found.getLong(1), found.getLong(2));
    }
  }

  /** A few rows at a time, which the driver does within a transaction only. */
  private static void each(Connection connection, String sql, Row row) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCHED);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          row.read(rows);
        }
      }
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
