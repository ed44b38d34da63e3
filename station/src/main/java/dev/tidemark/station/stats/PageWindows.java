package dev.tidemark.station.stats;

import dev.tidemark.station.stats.Cover.Stretch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Page views with their hosts. The windows do not name the host, and what the host of a URL is only
 * the enricher's code can tell: so these rows come here, and go back as parameters.
 */
final class PageWindows {
  private static final int ROWS_AT_ONCE = 10_000;

  private PageWindows() {}

  /** Views of a page in a bucket. */
  record Page(int bucket, String host, String url, long views) {}

  interface Reader {
    void read(Page page) throws SQLException;
  }

  /** Reads the pages of these stretches one after the other, each once for a bucket. */
  static void each(Connection connection, List<Stretch> stretches, Filters filters, Reader reader)
      throws SQLException {
    Sql sql = Sql.of("SELECT p.bucket, b.url, sum(b.view_count)::bigint FROM ");
    sql.add(Stretch.table(stretches)).text(" CROSS JOIN LATERAL (SELECT url, view_count FROM ");
    sql.name(Figures.PAGES).text(" WHERE window_start >= p.lower_end");
    sql.text(" AND window_start < p.upper_end");
    String page = filters.values().get(Filter.PAGE);
    if (page != null) {
      sql.text(" AND url = ").value(page);
    }
    sql.text(FigureRows.PIECE_BY_PIECE).text("b");
    try (PreparedStatement statement = sql.text(" GROUP BY 1, 2").prepare(connection)) {
      statement.setFetchSize(ROWS_AT_ONCE);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String url = rows.getString(2);
          reader.read(new Page(rows.getInt(1), Hosts.of(url), url, rows.getLong(3)));
        }
      }
    }
  }

  static Sql withHosts(
      Connection connection, List<Stretch> stretches, Filters filters, Set<Filter> wanted)
      throws SQLException {
    String host = filters.host().orElse(null);
    List<Page> pages = new ArrayList<>();
    each(
        connection,
        stretches,
        filters,
        page -> {
          if (host == null || page.host.equals(host)) {
            pages.add(page);
          }
        });
    Sql sql = Sql.of("SELECT p.bucket");
    wanted.forEach(column -> sql.text(", p.").name(column));
    sql.text(", p.hits FROM unnest(").numbers(pages.stream().map(Page::bucket).toList());
    sql.text(", ").texts(pages.stream().map(Page::host).toList());
    sql.text(", ").texts(pages.stream().map(Page::url).toList());
    sql.text(", ").numbers(pages.stream().map(Page::views).toList());
    return sql.text(") AS p(bucket, host, url, hits)");
  }
}
