package dev.tidemark.station.stats;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;

/** The spans of a metric whose summaries hold: nothing was written into them since. */
record Spans(Set<Span> valid) {

  static final Spans NONE = new Spans(Set.of());

  static Spans of(Connection connection, Figures figures, Instant from, Instant to)
      throws SQLException {
    Sql sql = Sql.of("SELECT span_hours, start FROM summarised_spans AS known WHERE table_name = ");
    sql.value(figures.sql()).text(" AND summarised_at IS NOT NULL AND start >= ").value(from);
    sql.text(" AND start < ").value(to).text(" AND NOT EXISTS (SELECT FROM changed_hours AS noted");
    sql.text(" WHERE noted.table_name = known.table_name AND noted.hour >= known.start");
    sql.text(" AND noted.hour < known.start + make_interval(hours => known.span_hours))");
    Set<Span> valid = new HashSet<>();
    try (PreparedStatement statement = sql.prepare(connection);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        Instant start = rows.getObject(2, OffsetDateTime.class).toInstant();
        valid.add(new Span(rows.getInt(1), start));
      }
    }
    return new Spans(valid);
  }

  /** The longest of them that begins here and ends in time; null when there is none. */
  Span longestWithin(Instant start, Instant end) {
    return Span.LENGTHS.stream()
        .map(hours -> Span.around(start, hours))
        .filter(span -> span.start().equals(start) && !span.end().isAfter(end))
        .filter(valid::contains)
        .max(Comparator.comparing(Span::hours))
        .orElse(null);
  }
}
