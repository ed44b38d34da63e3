package dev.tidemark.station.stats;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Answers from the events themselves, whatever the filters; visitors are counted, not estimated.
 */
final class EventAnswers implements Answers {
  private final Connection connection;

  EventAnswers(Connection connection) {
    this.connection = connection;
  }

  @Override
  public List<Tally> tallies(List<Bucket> buckets, Filters filters) throws SQLException {
    Tally[] tallies = new Tally[buckets.size()];
    Arrays.fill(tallies, new Tally(0, 0L, 0, 0));
    List<Instant> starts = buckets.stream().map(Bucket::from).toList();
    Instant end = buckets.get(buckets.size() - 1).to();
    Sql sql = Sql.of("SELECT width_bucket(event_time, ").times(starts).text(") - 1,");
    sql.text(" count(*) FILTER (WHERE event_type = 'page_view'),");
    sql.text(" count(DISTINCT nullif(visitor_id, '')), count(*), count(*) FILTER (WHERE is_bot)");
    sql.add(events(starts.get(0), end, filters)).text(" GROUP BY 1");
    try (PreparedStatement statement = sql.prepare(connection);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        tallies[rows.getInt(1)] =
            new Tally(rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5));
      }
    }
    return List.of(tallies);
  }

  @Override
  public List<Tally> points(List<Bucket> buckets, Filters filters) throws SQLException {
    return tallies(buckets, filters);
  }

  @Override
  public Ranking ranking(Dimension dimension, Range range, Filters filters, Ranking.Page page)
      throws SQLException {
    Sql counted = Sql.of("SELECT count(*) AS hits,");
    counted.text(" count(DISTINCT nullif(visitor_id, '')) AS visitors");
    for (Filter column : dimension.columns()) {
      counted.text(", coalesce(").name(column).text("::text, '') AS ").name(column);
    }
    counted.add(events(range.from(), range.to(), filters));
    if (dimension == Dimension.PAGES) {
      counted.text(" AND event_type = 'page_view'");
    }
    counted.text(" GROUP BY 3");
    for (int i = 1; i < dimension.columns().size(); i++) {
      counted.text(i == 1 ? ", 4" : ", 5");
    }
    Ranking ranking = RankingSql.ask(connection, counted, dimension, page);
    long visitors = tallies(List.of(Bucket.of(range)), filters).get(0).visitors();
    return new Ranking(ranking.hits(), visitors, ranking.count(), ranking.rows());
  }

  private static Sql events(Instant from, Instant to, Filters filters) {
    Sql sql = Sql.of(" FROM processed_events WHERE event_time >= ").value(from);
    sql.text(" AND event_time < ").value(to);
    for (Map.Entry<Filter, String> filter : filters.values().entrySet()) {
      sql.text(" AND ");
      if (filter.getKey() == Filter.BOT) {
        sql.text("is_bot = ").value(Boolean.parseBoolean(filter.getValue()));
      } else if (filter.getValue().isEmpty()) {
        sql.text("coalesce(").name(filter.getKey()).text(", '') = ''");
      } else {
        sql.name(filter.getKey()).text(" = ").value(filter.getValue());
      }
    }
    return sql;
  }
}
