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

  Figures figures() {
    return figures;
  }

  record Entry(Figures figures, Span span) {}

  /** A span whose summary is missing or does not hold, and how often it was changed. */
  record Outdated(Entry entry, long changes) {}

  /**
   * Opens a row for every hour from the first day with data until a while before now, and for every
   * day of these.
   */
  void open(Instant now) throws SQLException {
    Sql sql = Sql.of("INSERT INTO summarised_spans (table_name, span_hours, start) SELECT ");
    sql.value(figures.sql()).text(", length.hours, span FROM (SELECT min(window_start) AS first");
    sql.text(" FROM ").name(figures).text(" WHERE window_start >= ").value(now.minus(MEMORY));
    sql.text(") AS data, (VALUES (1), (24)) AS length(hours), generate_series(");
    sql.text("date_trunc('day', data.first, 'UTC'), ").value(now.minus(REST));
    sql.text("::timestamptz - make_interval(hours => length.hours),");
    sql.text(" make_interval(hours => length.hours)) AS span WHERE NOT EXISTS (");
    sql.text("SELECT FROM summarised_spans AS known WHERE known.table_name = ")
        .value(figures.sql());
    sql.text(" AND known.span_hours = length.hours AND known.start = span)");
    try (PreparedStatement statement = sql.prepare(connection)) {
      statement.executeUpdate();
    } finally {
      connection.commit();
    }
  }

  /** Hours before days, which are made of them; of both, the newest first. */
  List<Outdated> outdated() throws SQLException {
    Sql sql = Sql.of("SELECT span_hours, start, changes FROM summarised_spans");
    sql.text(" WHERE changes <> summarised AND table_name = ").value(figures.sql());
    List<Outdated> outdated = new ArrayList<>();
    try (PreparedStatement statement =
            sql.text(" ORDER BY span_hours, start DESC").prepare(connection);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        Instant start = rows.getObject(2, OffsetDateTime.class).toInstant();
        Span span = new Span(rows.getInt(1), start);
        outdated.add(new Outdated(new Entry(figures, span), rows.getLong(3)));
      }
    } finally {
      connection.commit();
    }
    return outdated;
  }
}
