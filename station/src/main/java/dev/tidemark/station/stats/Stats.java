package dev.tidemark.station.stats;

import static java.util.Comparator.comparing;

import dev.tidemark.station.stats.Ranking.Ranked;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** Answers questions about the traffic, each from one state of the database. */
final class Stats {
  private static final int MOST_HOSTS = 200;

  private final DataSource database;
  private final Clock clock;

  /**
   * @param database gives connections that read in transactions, repeatably
   */
  Stats(DataSource database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  private interface Reading<T> {
    T from(Connection connection) throws SQLException;
  }

  /** Of a host that only events of other types name, the views are none. */
  Answer.Hosts hosts(Range range) throws SQLException {
    Map<String, Long> views =
        reading(
            connection -> {
              FigureRows rows = new FigureRows(connection, List.of(Bucket.of(range)));
              Map<String, Long> hosts = perHost(connection, rows, Figures.HITS);
              hosts.replaceAll((host, hits) -> 0L);
              hosts.putAll(perHost(connection, rows, Figures.PAGES));
              return hosts;
            });
    return new Answer.Hosts(
        views.entrySet().stream()
            .map(entry -> new Answer.Host(entry.getKey(), entry.getValue()))
            .sorted(comparing(Answer.Host::views).reversed().thenComparing(Answer.Host::name))
            .limit(MOST_HOSTS)
            .toList());
  }

  /**
   * The visitors of the five minutes that are under way or, while they have only begun, of the five
   * minutes before: whichever are more.
   */
  Answer.Now now(Filters host) throws SQLException {
    Instant now = clock.instant();
    Instant ended = now.truncatedTo(ChronoUnit.MINUTES).minus(Range.WINDOW);
    Sql sql = Sql.of("SELECT coalesce(max(active_users), 0) FROM active_users WHERE host = ");
    sql.value(host.host().orElse(Figures.ALL_HOSTS)).text(" AND window_start = ANY(");
    sql.times(List.of(ended, ended.plus(Duration.ofMinutes(1)))).text(")");
    long visitors =
        reading(
            connection -> {
              try (PreparedStatement statement = sql.prepare(connection);
                  ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
              }
            });
    return new Answer.Now(now, visitors);
  }

  Answer.Summary summary(Range range, Filters filters) throws SQLException {
    List<Bucket> both = List.of(Bucket.of(range.previous()), Bucket.of(range));
    List<Tally> tallies =
        reading(connection -> answers(connection, filters.onlyHost()).tallies(both, filters));
    Tally before = tallies.get(0);
    Tally tally = tallies.get(1);
    return new Answer.Summary(
        range.from(),
        range.to(),
        tally.views(),
        tally.visitors(),
        tally.hits(),
        tally.botHits(),
        new Answer.Period(
            range.previous().from(),
            range.previous().to(),
            before.views(),
            before.visitors(),
            before.hits(),
            before.botHits()),
        filters.onlyHost() ? "figures" : "events");
  }

  Answer.Series series(Range range, Interval interval, ZoneId zone, Filters filters)
      throws SQLException {
    List<Bucket> buckets = interval.buckets(range, zone);
    List<Bucket> before =
        buckets.stream().map(bucket -> bucket.before(interval.back(range))).toList();
    return reading(
        connection -> {
          Answers answers = answers(connection, filters.onlyHost());
          return new Answer.Series(
              range.from(),
              range.to(),
              interval.label(),
              points(buckets, answers.points(buckets, filters)),
              points(before, answers.points(before, filters)));
        });
  }

  private static List<Answer.Point> points(List<Bucket> buckets, List<Tally> tallies) {
    List<Answer.Point> points = new ArrayList<>();
    for (int i = 0; i < buckets.size(); i++) {
      Tally tally = tallies.get(i);
      points.add(new Answer.Point(buckets.get(i).start(), tally.views(), tally.visitors()));
    }
    return points;
  }

  Answer.Top top(Dimension dimension, Range range, Filters filters, Ranking.Page page)
      throws SQLException {
    Ranking ranking =
        dimension == Dimension.BOTS
            ? bots(range, filters, page)
            : ranking(dimension, range, filters, page);
    return new Answer.Top(
        dimension.path(),
        range.from(),
        range.to(),
        new Answer.Total(ranking.hits(), ranking.visitors()),
        ranking.count(),
        ranking.rows().stream().map(row -> row(dimension, row, ranking.hits())).toList());
  }

  private Ranking ranking(Dimension dimension, Range range, Filters filters, Ranking.Page page)
      throws SQLException {
    boolean known = dimension.figures().know(filters);
    return reading(
        connection -> answers(connection, known).ranking(dimension, range, filters, page));
  }

  private Ranking bots(Range range, Filters filters, Ranking.Page page) throws SQLException {
    return filters.exclude(Filter.BOT, "true")
        ? Ranking.NOTHING
        : ranking(Dimension.BOTS, range, filters.with(Filter.BOT, "true"), page);
  }

  private static Answer.Row row(Dimension dimension, Ranked row, long hits) {
    return new Answer.Row(
        dimension.name(row.values()),
        dimension.columns().get(0) == Filter.COUNTRY ? row.values().get(0) : null,
        dimension.filter(row.values()),
        row.hits(),
        row.visitors(),
        hits == 0 ? 0 : (double) row.hits() / hits);
  }

  private static Answers answers(Connection connection, boolean figures) {
    return figures ? new FigureAnswers(connection) : new EventAnswers(connection);
  }

  private static Map<String, Long> perHost(Connection connection, FigureRows rows, Figures figures)
      throws SQLException {
    Sql sql = Sql.of("SELECT host, sum(hits)::bigint FROM (");
    sql.add(rows.of(figures, Filters.NONE, Set.of(Filter.HOST)));
    Map<String, Long> hits = new HashMap<>();
    try (PreparedStatement statement = sql.text(") AS rows GROUP BY 1").prepare(connection);
        ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        hits.put(found.getString(1), found.getLong(2));
      }
    }
    return hits;
  }

  private <T> T reading(Reading<T> reading) throws SQLException {
    try (Connection connection = database.getConnection()) {
      try {
        return reading.from(connection);
      } finally {
        connection.rollback();
      }
    }
  }
}
