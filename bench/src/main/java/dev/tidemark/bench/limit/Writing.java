package dev.tidemark.bench.limit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes results with one statement for thousands of rows, each column an array. */
final class Writing {

  private static final int BATCH = 10_000;

  private static final String VIEWS =
      upsert("page_view_counts", "view_count", List.of("url"), Results.MINUTE);
  private static final String HITS =
      upsert(
          "aggregated_web_traffic",
          "num_hits",
          List.of("host", "referrer"),
          Results.MINUTES * Results.MINUTE);
  private static final String USERS =
      upsert("active_users", "active_users", List.of(), Results.MINUTES * Results.MINUTE);

  private final Connection connection;
  private final String sql;
  private final int texts;
  private final List<Long> starts = new ArrayList<>();
  private final List<Long> numbers = new ArrayList<>();
  private final List<List<String>> columns = List.of(new ArrayList<>(), new ArrayList<>());

  private Writing(Connection connection, String sql, int texts) {
    this.connection = connection;
    this.sql = sql;
    this.texts = texts;
  }

  static void views(Connection connection, Map<Long, Counts> views) throws SQLException {
    Writing writing = new Writing(connection, VIEWS, 1);
    for (Map.Entry<Long, Counts> window : views.entrySet()) {
      window
          .getValue()
          .forEach((url, count) -> writing.add(window.getKey(), count, new String(url, UTF_8)));
      writing.flush(BATCH);
    }
    writing.flush(1);
  }

  static void hits(Connection connection, Map<Long, Counts> hits) throws SQLException {
    Writing writing = new Writing(connection, HITS, 2);
    for (Map.Entry<Long, Counts> window : hits.entrySet()) {
      window
          .getValue()
          .forEach(
              (key, count) -> {
                String text = new String(key, UTF_8);
                int between = text.indexOf(Results.BETWEEN);
                String host = text.substring(0, between);
                writing.add(window.getKey(), count, host, text.substring(between + 1));
              });
      writing.flush(BATCH);
    }
    writing.flush(1);
  }

  static void users(Connection connection, Map<Long, Long> users) throws SQLException {
    Writing writing = new Writing(connection, USERS, 0);
    users.forEach(writing::add);
    writing.flush(1);
  }

  private static String upsert(String table, String value, List<String> keys, long millis) {
    String key = keys.isEmpty() ? "" : ", " + String.join(", ", keys);
    return "INSERT INTO "
        + table
        + " AS old (window_start, window_end, "
        + value
        + key
        + ") SELECT to_timestamp(at / 1000), to_timestamp((at + "
        + millis
        + ") / 1000), number"
        + key
        + " FROM (SELECT unnest(?::bigint[]) AS at, unnest(?::bigint[]) AS number"
        + String.join("", keys.stream().map(name -> ", unnest(?::text[]) AS " + name).toList())
        + ") AS given ON CONFLICT (window_start"
        + key
        + ") DO UPDATE SET "
        + value
        + " = excluded."
        + value;
  }

  private void add(long start, long number, String... keys) {
    starts.add(start);
    numbers.add(number);
    for (int i = 0; i < texts; i++) {
      columns.get(i).add(keys[i]);
    }
  }

  private void flush(int least) throws SQLException {
    if (starts.size() < least) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("bigint", starts.toArray()));
      statement.setArray(2, connection.createArrayOf("bigint", numbers.toArray()));
      for (int i = 0; i < texts; i++) {
        statement.setArray(3 + i, connection.createArrayOf("text", columns.get(i).toArray()));
      }
      statement.executeUpdate();
    }
    starts.clear();
    numbers.clear();
    columns.forEach(List::clear);
  }
}
