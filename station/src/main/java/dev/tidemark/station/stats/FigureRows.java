package dev.tidemark.station.stats;

import dev.tidemark.station.stats.Cover.Stretch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of a metric's table that make up an answer, as a relation with the columns {@code
 * bucket}, those that are wanted, {@code hits} and, where the table has them, {@code sketch}.
 */
final class FigureRows {
  private final Connection connection;
  private final List<Bucket> buckets;

  FigureRows(Connection connection, List<Bucket> buckets) {
    this.connection = connection;
    this.buckets = buckets;
  }

  Sql of(Figures figures, Filters filters, Set<Filter> wanted) throws SQLException {
    Cover cover = Cover.of(buckets, Spans.NONE);
    if (figures == Figures.PAGES && filters.host().isPresent()) {
      return ofHost(cover, filters, wanted);
    }
    return windows(figures, cover.stretches(), filters, wanted);
  }

  private static Sql windows(
      Figures figures, List<Stretch> stretches, Filters filters, Set<Filter> wanted) {
    Sql sql = Sql.of("SELECT p.bucket");
    wanted.forEach(column -> sql.text(", b.").name(column).text("::text"));
    sql.text(", b.").name(figures.hits()).text(" AS hits");
    if (figures.sketched()) {
      sql.text(", b.sketch");
    }
    sql.text(" FROM ").add(table(stretches)).text(" JOIN ").name(figures);
    sql.text(" b ON b.window_start >= p.lower_end AND b.window_start < p.upper_end");
    sql.text(" WHERE true");
    if (figures == Figures.VISITORS) {
      // Of the windows that overlap, those that follow upon each other.
      sql.text(" AND extract(epoch FROM b.window_start)::bigint % 300 = 0 AND b.host = ");
      return sql.value(filters.host().orElse(Figures.ALL_HOSTS));
    }
    for (Map.Entry<Filter, String> filter : filters.values().entrySet()) {
      sql.text(" AND b.").name(filter.getKey());
      if (filter.getKey() == Filter.BOT) {
        sql.text(" = ").value(Boolean.parseBoolean(filter.getValue()));
      } else {
        sql.text(" = ").value(filter.getValue());
      }
    }
    return sql;
  }

  private static Sql table(List<Stretch> stretches) {
    return Sql.of("unnest(")
        .numbers(stretches.stream().map(Stretch::bucket).toList())
        .text(", ")
        .times(stretches.stream().map(Stretch::from).toList())
        .text(", ")
        .times(stretches.stream().map(Stretch::to).toList())
        .text(") AS p(bucket, lower_end, upper_end)");
  }

  /**
   * Pages of a host. The windows do not name the host, and what the host of a URL is only the
   * enricher's code can tell: so these rows come here, and go back as parameters.
   */
  private Sql ofHost(Cover cover, Filters filters, Set<Filter> wanted) throws SQLException {
    String host = filters.host().orElseThrow();
    List<Integer> of = new ArrayList<>();
    List<String> urls = new ArrayList<>();
    List<Long> views = new ArrayList<>();
    for (Page page : pages(cover.stretches(), filters)) {
      if (Hosts.of(page.url).equals(host)) {
        of.add(page.bucket);
        urls.add(page.url);
        views.add(page.views);
      }
    }
    Sql sql = Sql.of("SELECT p.bucket");
    wanted.forEach(column -> sql.text(", p.").name(column));
    return sql.text(", p.hits FROM unnest(")
        .numbers(of)
        .text(", ")
        .texts(urls)
        .text(", ")
        .numbers(views)
        .text(") AS p(bucket, url, hits)");
  }

  /** Views of a page in a bucket. */
  record Page(int bucket, String url, long views) {}

  List<Page> pages() throws SQLException {
    return pages(Cover.of(buckets, Spans.NONE).stretches(), Filters.NONE);
  }

  private List<Page> pages(List<Stretch> stretches, Filters filters) throws SQLException {
    Sql sql = Sql.of("SELECT p.bucket, b.url, sum(b.view_count)::bigint FROM ");
    sql.add(table(stretches)).text(" JOIN ").name(Figures.PAGES);
    sql.text(" b ON b.window_start >= p.lower_end AND b.window_start < p.upper_end");
    if (filters.values().containsKey(Filter.PAGE)) {
      sql.text(" WHERE b.url = ").value(filters.values().get(Filter.PAGE));
    }
    List<Page> pages = new ArrayList<>();
    try (PreparedStatement statement = sql.text(" GROUP BY 1, 2").prepare(connection)) {
      statement.setFetchSize(10_000);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          pages.add(new Page(rows.getInt(1), rows.getString(2), rows.getLong(3)));
        }
      }
    }
    return pages;
  }
}
