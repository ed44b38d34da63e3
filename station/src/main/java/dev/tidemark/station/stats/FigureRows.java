package dev.tidemark.station.stats;

import dev.tidemark.station.stats.Cover.Stretch;
import dev.tidemark.station.stats.Cover.Summary;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows that make up an answer, of a metric's table and of its summary, as a relation with the
 * columns {@code bucket}, those that are wanted, {@code hits} and, where the metric has them,
 * {@code sketch}.
 */
final class FigureRows {

  /**
   * Ends the subquery that reads one piece, and keeps it one: the planner thinks too much of ranges
   * that it does not know, and would read the whole table instead.
   */
  static final String PIECE_BY_PIECE = " OFFSET 0) AS ";

  private final Connection connection;
  private final List<Bucket> buckets;
  private final Map<Figures, Cover> covers = new EnumMap<>(Figures.class);

  FigureRows(Connection connection, List<Bucket> buckets) {
    this.connection = connection;
    this.buckets = buckets;
  }

  Sql of(Figures figures, Filters filters, Set<Filter> wanted) throws SQLException {
    Cover cover = cover(figures);
    boolean namesHost = filters.host().isPresent() || wanted.contains(Filter.HOST);
    Sql windows =
        figures == Figures.PAGES && namesHost
            ? PageWindows.withHosts(connection, cover.stretches(), filters, wanted)
            : windows(figures, cover.stretches(), filters, wanted);
    if (cover.summaries().isEmpty()) {
      return windows;
    }
    return summaries(figures, cover.summaries(), filters, wanted).text(" UNION ALL ").add(windows);
  }

  private Cover cover(Figures figures) throws SQLException {
    Cover cover = covers.get(figures);
    if (cover == null) {
      Spans summarised =
          Spans.of(
              connection, figures, buckets.get(0).from(), buckets.get(buckets.size() - 1).to());
      cover = Cover.of(buckets, summarised);
      covers.put(figures, cover);
    }
    return cover;
  }

  private static Sql summaries(
      Figures figures, List<Summary> summaries, Filters filters, Set<Filter> wanted) {
    Sql sql = Sql.of("SELECT p.bucket");
    wanted.forEach(column -> sql.text(", s.").name(column));
    sql.text(figures.sketched() ? ", s.hits, s.sketch" : ", s.hits").text(" FROM unnest(");
    sql.numbers(summaries.stream().map(Summary::bucket).toList()).text(", ");
    sql.numbers(summaries.stream().map(summary -> summary.span().hours()).toList()).text(", ");
    sql.times(summaries.stream().map(summary -> summary.span().start()).toList());
    sql.text(") AS p(bucket, span_hours, start) CROSS JOIN LATERAL (SELECT * FROM ");
    sql.name(figures.summary()).text(" WHERE span_hours = p.span_hours AND start = p.start");
    sql.text(" AND kept = ").value(figures.levelWith(wanted, filters));
    if (figures.sketched() && filters.host().isEmpty()) {
      sql.text(" AND host = ").value(Figures.ALL_HOSTS);
    }
    filters.values().forEach((column, value) -> equal(sql.text(" AND "), column, value));
    return sql.text(PIECE_BY_PIECE).text("s");
  }

  private static Sql windows(
      Figures figures, List<Stretch> stretches, Filters filters, Set<Filter> wanted) {
    Sql sql = Sql.of("SELECT p.bucket");
    wanted.forEach(column -> sql.text(", b.").name(column).text("::text"));
    sql.text(", b.").name(figures.hits()).text(" AS hits");
    sql.text(figures.sketched() ? ", b.sketch" : "");
    sql.text(" FROM ").add(Stretch.table(stretches)).text(" CROSS JOIN LATERAL (SELECT * FROM ");
    sql.name(figures).text(" WHERE window_start >= p.lower_end AND window_start < p.upper_end");
    if (figures == Figures.VISITORS) {
      // Of the windows that overlap, those that follow upon each other.
      sql.text(" AND extract(epoch FROM window_start)::bigint % 300 = 0 AND host = ");
      sql.value(filters.host().orElse(Figures.ALL_HOSTS));
    } else {
      filters.values().forEach((column, value) -> equal(sql.text(" AND "), column, value));
    }
    return sql.text(PIECE_BY_PIECE).text("b");
  }

  private static void equal(Sql sql, Filter column, String value) {
    sql.name(column).text(column == Filter.BOT ? "::text = " : " = ").value(value);
  }
}
