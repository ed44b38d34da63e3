package dev.tidemark.station.stats;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Puts rows of a dimension in order: most hits first, names decide where hits are equal. */
final class RankingSql {

  private RankingSql() {}

  /**
   * @param counted a relation with the dimension's columns, {@code hits} and {@code visitors}, a
   *     row for each value
   */
  static Ranking ask(Connection connection, Sql counted, Dimension dimension, Ranking.Page page)
      throws SQLException {
    Sql sql = Sql.of("WITH counted AS MATERIALIZED (").add(counted);
    sql.text("), matching AS MATERIALIZED (SELECT * FROM counted WHERE true");
    if (!page.search().isEmpty()) {
      addSearch(sql.text(" AND "), dimension, page.search());
    }
    sql.text(") SELECT (SELECT coalesce(sum(hits), 0)::bigint FROM counted),");
    sql.text(" (SELECT count(*) FROM matching), found.* FROM (VALUES (1)) AS always");
    sql.text(" LEFT JOIN LATERAL (SELECT hits, visitors");
    dimension.columns().forEach(column -> sql.text(", ").name(column));
    sql.text(" FROM matching ORDER BY hits DESC");
    dimension.columns().forEach(column -> sql.text(", ").name(column).text(" COLLATE \"C\""));
    sql.text(" LIMIT ").value(page.limit()).text(" OFFSET ").value(page.offset());
    sql.text(") AS found ON true");
    try (PreparedStatement statement = sql.prepare(connection);
        ResultSet rows = statement.executeQuery()) {
      return read(rows, dimension.columns().size());
    }
  }

  private static void addSearch(Sql sql, Dimension dimension, String search) {
    switch (dimension) {
      case COUNTRIES ->
          sql.name(Filter.COUNTRY).text(" = ANY(").texts(Countries.search(search)).text(")");
      case SOURCES ->
          sql.text("strpos(lower(coalesce(nullif(source_name, ''), source_class)), lower(")
              .value(search)
              .text(")) > 0");
      default ->
          sql.text("strpos(lower(")
              .name(dimension.naming())
              .text("), lower(")
              .value(search)
              .text(")) > 0");
    }
  }

  private static Ranking read(ResultSet rows, int columns) throws SQLException {
    long hits = 0;
    long count = 0;
    List<Ranking.Ranked> ranked = new ArrayList<>();
    while (rows.next()) {
      hits = rows.getLong(1);
      count = rows.getLong(2);
      long ofRow = rows.getLong(3);
      if (rows.wasNull()) {
        break;
      }
      Long visitors = rows.getObject(4, Long.class);
      List<String> values = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        values.add(rows.getString(5 + i));
      }
      ranked.add(new Ranking.Ranked(values, ofRow, visitors));
    }
    return new Ranking(hits, null, count, ranked);
  }
}
