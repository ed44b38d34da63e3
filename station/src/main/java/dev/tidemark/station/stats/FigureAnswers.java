package dev.tidemark.station.stats;

import dev.tidemark.metric.DistinctUsers;
import dev.tidemark.station.stats.Ranking.Ranked;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Answers from the metrics' tables: counts add up, and visitors come from the union of the
 * sketches, so that who came twice is one visitor.
 */
final class FigureAnswers implements Answers {
  private final Connection connection;

  FigureAnswers(Connection connection) {
    this.connection = connection;
  }

  @Override
  public List<Tally> tallies(List<Bucket> buckets, Filters filters) throws SQLException {
    FigureRows rows = new FigureRows(connection, buckets);
    long[] views = hits(rows.of(Figures.PAGES, filters, Set.of()), buckets.size());
    long[] hits = hits(rows.of(Figures.HITS, filters, Set.of()), buckets.size());
    long[] bots =
        hits(rows.of(Figures.CLIENTS, filters.with(Filter.BOT, "true"), Set.of()), buckets.size());
    long[] visitors = visitors(rows.of(Figures.VISITORS, filters, Set.of()), buckets.size());
    List<Tally> tallies = new ArrayList<>();
    for (int i = 0; i < buckets.size(); i++) {
      tallies.add(new Tally(views[i], visitors[i], hits[i], bots[i]));
    }
    return tallies;
  }

  @Override
  public List<Tally> points(List<Bucket> buckets, Filters filters) throws SQLException {
    FigureRows rows = new FigureRows(connection, buckets);
    long[] views = hits(rows.of(Figures.PAGES, filters, Set.of()), buckets.size());
    boolean known = buckets.stream().allMatch(FigureAnswers::holdsWindows);
    long[] visitors =
        known ? visitors(rows.of(Figures.VISITORS, filters, Set.of()), buckets.size()) : null;
    List<Tally> tallies = new ArrayList<>();
    for (int i = 0; i < buckets.size(); i++) {
      tallies.add(new Tally(views[i], known ? visitors[i] : null, 0, 0));
    }
    return tallies;
  }

  @Override
  public Ranking ranking(Dimension dimension, Range range, Filters filters, Ranking.Page page)
      throws SQLException {
    Figures figures = dimension.figures();
    FigureRows rows = new FigureRows(connection, List.of(Bucket.of(range)));
    Set<Filter> columns = new LinkedHashSet<>(dimension.columns());
    Sql counted = Sql.of("SELECT sum(hits)::bigint AS hits, NULL::bigint AS visitors");
    columns.forEach(column -> counted.text(", ").name(column));
    counted.text(" FROM (").add(rows.of(figures, filters, columns)).text(") AS rows GROUP BY ");
    addNames(counted, columns, Sql.of(""));
    Ranking ranking = RankingSql.ask(connection, counted, dimension, page);
    Figures visitors = filters.onlyHost() ? Figures.VISITORS : figures;
    Long total =
        visitors.sketched() ? (Long) visitors(rows.of(visitors, filters, Set.of()), 1)[0] : null;
    List<Ranked> ranked =
        figures.sketched()
            ? withVisitors(ranking.rows(), rows.of(figures, filters, columns), columns)
            : ranking.rows();
    return new Ranking(ranking.hits(), total, ranking.count(), ranked);
  }

  /** Reads the sketches of these rows alone: ranking all of them needs none. */
  private List<Ranked> withVisitors(List<Ranked> ranked, Sql rows, Set<Filter> columns)
      throws SQLException {
    if (ranked.isEmpty()) {
      return ranked;
    }
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < ranked.size(); i++) {
      places.add(i);
    }
    Sql sql = Sql.of("SELECT place AS bucket, rows.sketch FROM unnest(").numbers(places);
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      sql.text(", ").texts(ranked.stream().map(row -> row.values().get(column)).toList());
    }
    sql.text(") AS wanted(place, ");
    addNames(sql, columns, Sql.of(""));
    sql.text(") JOIN (").add(rows).text(") AS rows USING (");
    addNames(sql, columns, Sql.of(""));
    long[] visitors = visitors(sql.text(")"), ranked.size());
    List<Ranked> known = new ArrayList<>();
    for (int i = 0; i < ranked.size(); i++) {
      known.add(new Ranked(ranked.get(i).values(), ranked.get(i).hits(), visitors[i]));
    }
    return known;
  }

  private long[] hits(Sql rows, int buckets) throws SQLException {
    Sql sql = Sql.of("SELECT bucket, sum(hits)::bigint FROM (").add(rows);
    long[] hits = new long[buckets];
    try (PreparedStatement statement = sql.text(") AS rows GROUP BY 1").prepare(connection);
        ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        hits[found.getInt(1)] = found.getLong(2);
      }
    }
    return hits;
  }

  private long[] visitors(Sql rows, int buckets) throws SQLException {
    Union[] unions = new Union[buckets];
    Sql sql = Sql.of("SELECT bucket, sketch FROM (").add(rows).text(") AS rows");
    try (PreparedStatement statement = sql.prepare(connection)) {
      statement.setFetchSize(500);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          int bucket = found.getInt(1);
          if (unions[bucket] == null) {
            unions[bucket] = new Union();
          }
          unions[bucket].add(found.getBytes(2));
        }
      }
    }
    return Arrays.stream(unions).mapToLong(union -> union == null ? 0 : union.estimate()).toArray();
  }

  /** Sketches put together; one alone, as in a chart by the hour, is not taken to pieces. */
  private static final class Union {
    private byte[] first;
    private DistinctUsers users;

    void add(byte[] image) {
      if (first == null) {
        first = image;
        return;
      }
      if (users == null) {
        users = DistinctUsers.fromBytes(first);
      }
      users.merge(DistinctUsers.fromBytes(image));
    }

    long estimate() {
      return users == null ? DistinctUsers.estimate(first) : users.estimate();
    }
  }

  private static boolean holdsWindows(Bucket bucket) {
    return Range.floor(bucket.from()).equals(bucket.from())
        && Range.floor(bucket.to()).equals(bucket.to());
  }

  private static void addNames(Sql sql, Set<Filter> columns, Sql first) {
    Sql separator = first;
    for (Filter column : columns) {
      sql.add(separator).name(column);
      separator = Sql.of(", ");
    }
  }
}
