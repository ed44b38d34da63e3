package dev.tidemark.station.stats;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The spans of one metric that are to be summarised, as {@code summarised_spans} knows them. */
final class SpanBook {

  /** How long after its end an hour is left alone: as a rule nothing comes after that. */
  private static final Duration REST = Duration.ofMinutes(15);

  /** Further back, events that claim a wrong time would open hours without end. */
  private static final Duration MEMORY = Duration.ofDays(400);

  private final Connection connection;
  private final Figures figures;

  SpanBook(Connection connection, Figures figures) {
    this.connection = connection;
    this.figures = figures;
  }

  /**
   * Opens every hour from the first day with data until a while before now, and every longer span
   * of these.
   */
  void open(Instant now) throws SQLException {
    Sql sql = Sql.of("INSERT INTO summarised_spans (table_name, span_hours, start) SELECT ");
    sql.value(figures.sql()).text(", length.hours, span FROM (SELECT min(window_start) AS first");
    sql.text(" FROM ").name(figures).text(" WHERE window_start >= ").value(now.minus(MEMORY));
    sql.text(") AS data, unnest(").numbers(Span.LENGTHS).text(") AS length(hours),");
    sql.text(" generate_series(date_bin(make_interval(hours => length.hours::int),");
    sql.text(" date_trunc('day', data.first, 'UTC')");
    sql.text(" + make_interval(hours => length.hours::int, secs => -1), 'epoch'), ");
    sql.value(now.minus(REST));
    sql.text("::timestamptz - make_interval(hours => length.hours::int),");
    sql.text(" make_interval(hours => length.hours::int)) AS span WHERE NOT EXISTS (");
    sql.text("SELECT FROM summarised_spans AS known WHERE known.table_name = ");
    sql.value(figures.sql()).text(" AND known.span_hours = length.hours AND known.start = span)");
    try (PreparedStatement statement = sql.prepare(connection)) {
      statement.executeUpdate();
    } finally {
      connection.commit();
    }
  }

  /**
   * Opens again what somebody wrote into. The notes go at the same moment, so that whoever writes
   * from now on leaves a new one.
   */
  List<Span> reopen() throws SQLException {
    Sql sql = Sql.of("WITH gone AS (DELETE FROM changed_hours WHERE table_name = ");
    sql.value(figures.sql()).text(" RETURNING hour) UPDATE summarised_spans");
    sql.text(" SET summarised_at = NULL WHERE table_name = ").value(figures.sql());
    sql.text(" AND EXISTS (SELECT FROM gone");
    sql.text(" WHERE start = date_bin(make_interval(hours => span_hours), hour, 'epoch'))");
    return spans(sql.text(" RETURNING span_hours, start"));
  }

  /**
   * Those without a summary: short ones before long ones, which are made of them, and the newest
   * first.
   */
  List<Span> missing() throws SQLException {
    Sql sql = Sql.of("SELECT span_hours, start FROM summarised_spans WHERE table_name = ");
    sql.value(figures.sql()).text(" AND summarised_at IS NULL");
    return spans(sql.text(" ORDER BY span_hours, start DESC"));
  }

  private List<Span> spans(Sql sql) throws SQLException {
    List<Span> spans = new ArrayList<>();
    try (PreparedStatement statement = sql.prepare(connection);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        Instant start = rows.getObject(2, OffsetDateTime.class).toInstant();
        spans.add(new Span(rows.getInt(1), start));
      }
    } finally {
      connection.commit();
    }
    return spans;
  }
}
