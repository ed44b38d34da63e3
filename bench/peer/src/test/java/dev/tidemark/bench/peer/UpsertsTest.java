package dev.tidemark.bench.peer;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tidemark.servers.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpsertsTest {
  private static final String TABLES =
      "CREATE TABLE page_view_counts (window_start timestamptz, window_end timestamptz, url text,"
          + " view_count bigint, PRIMARY KEY (window_start, url));"
          + "CREATE TABLE active_users (window_start timestamptz PRIMARY KEY,"
          + " window_end timestamptz, active_users bigint);"
          + "CREATE TABLE aggregated_web_traffic (window_start timestamptz,"
          + " window_end timestamptz, host text, referrer text, num_hits bigint,"
          + " PRIMARY KEY (window_start, host, referrer))";

  @Test
  void arraysAndSingleRowsWriteTheSame(@TempDir Path data) throws Exception {
    try (Database database = Database.start(data);
        Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute(TABLES);
      Contest contest =
          new Contest("", "", 1, 1, database.url(), database.user(), database.password(), "");
      try (Upserts upserts = new Upserts(contest)) {
        upserts.add(Row.pageViews(60_000, "a", 1));
        upserts.add(Row.pageViews(60_000, "a", 5));
        upserts.add(Row.activeUsers(-60_000, 7));
        upserts.add(Row.webTraffic(0, "h", "", 9));
        upserts.flush();
      }
      Row late = Row.pageViews(60_000, "a", 3);
      try (PreparedStatement one = connection.prepareStatement(late.table.upsert())) {
        late.fill(one);
        one.executeUpdate();
      }
      assertThat(
          one(statement, "SELECT string_agg(%s || url || view_count, ' ') FROM page_view_counts"),
          equalTo("60 120 a5"));
      assertThat(
          one(statement, "SELECT string_agg(%s || active_users, ' ') FROM active_users"),
          equalTo("-60 240 7"));
      assertThat(
          one(
              statement,
              "SELECT string_agg(%s || host || referrer || num_hits, ' ')"
                  + " FROM aggregated_web_traffic"),
          equalTo("0 300 h9"));
    }
  }

  private static String one(Statement statement, String query) throws Exception {
    String window =
        "extract(epoch FROM window_start)::int || ' ' || extract(epoch FROM window_end)::int"
            + " || ' ' ";
    try (ResultSet result = statement.executeQuery(query.formatted(window + "|| ''"))) {
      result.next();
      return result.getString(1);
    }
  }
}
