package dev.tidemark.station.stats;

import dev.tidemark.metric.DistinctUsers;
import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * A month of traffic in the tables: pages by Zipf's law, made by the database from random sketches.
 */
final class BenchTables {
  private BenchTables() {}

  /** Fills these days until now, and with the figures of a summary as many before. */
  static void fill(Postgres postgres, int days, int eventsPerMinute) throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = 0; SET synchronous_commit = off");
      statement.execute("SELECT setseed(0.5)");
      sketches(connection);
      for (int day = 2 * days; day > 0; day--) {
        String from = "date_trunc('hour', now()) - interval '%d hours'".formatted(24 * day);
        String to = "%s + interval '1 day'".formatted(from);
        for (String sql : WITH_PERIOD_BEFORE) {
          statement.execute(sql.formatted(from, to));
        }
        if (day <= days) {
          for (String sql : OTHERS) {
            statement.execute(sql.formatted(from, to));
          }
          statement.execute(EVENTS.formatted(day, from, eventsPerMinute));
        }
      }
      for (String sql : WITH_PERIOD_BEFORE) {
        statement.execute(sql.formatted("date_trunc('hour', now())", "now()"));
      }
      for (String sql : OTHERS) {
        statement.execute(sql.formatted("date_trunc('hour', now())", "now()"));
      }
      statement.execute("VACUUM ANALYZE");
    }
  }

  /** Sketches of 1 to 4,000 visitors out of 50,000, by size: 200 of each. */
  private static void sketches(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE sketches (size int, number int, sketch bytea)");
      statement.execute("ALTER TABLE sketches ALTER COLUMN sketch SET STORAGE EXTERNAL");
    }
    Random random = new Random(1);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO sketches VALUES (?, ?, ?)")) {
      int[] sizes = {1, 5, 30, 200, 1_000, 4_000};
      for (int size = 0; size < sizes.length; size++) {
        for (int number = 0; number < 200; number++) {
          DistinctUsers users = new DistinctUsers();
          for (int i = 0; i < sizes[size]; i++) {
            users.add("visitor " + random.nextInt(50_000));
          }
          insert.setInt(1, size);
          insert.setInt(2, number);
          insert.setBytes(3, users.toBytes());
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE INDEX ON sketches (size, number)");
      statement.execute("ANALYZE sketches");
    }
  }

  // Page p of 1,000 is drawn about as often as 1/p: 100 times a minute in the last hours, and
  // before
  // 1,000 times every ten minutes, so that hours and days have as many rows for less of a wait.
  private static final String[] WITH_PERIOD_BEFORE = {
    """
    INSERT INTO page_view_counts
      (window_start, window_end, key_hash, url, view_count, events)
    SELECT minute, minute + interval '1 minute', sha256(url::bytea), url, n, n
    FROM (
      SELECT minute, url, count(*) AS n
      FROM (
        SELECT minute, 'https://host-' || (page %% 4) || '.example/articles/page-' || page AS url
        FROM (
          SELECT minute, (exp(random() * ln(1000.0)))::int AS page
          FROM generate_series(%1$s, %2$s - interval '1 minute', interval '1 minute') AS minute,
            generate_series(1, CASE WHEN minute > now() - interval '5 hours' THEN 100 ELSE 1000 END)
          WHERE minute > now() - interval '5 hours'
            OR extract(epoch FROM minute)::bigint %% 600 = 0
        ) AS drawn) AS named
      GROUP BY minute, url) AS counted
    """,
    """
    INSERT INTO active_users
      (window_start, window_end, key_hash, host, active_users, sketch, events)
    SELECT minute, minute + interval '5 minutes', sha256(host::bytea), host, 1_000, sketch, 4_000
    FROM generate_series(%1$s, %2$s - interval '1 minute', interval '1 minute') AS minute,
      (VALUES ('*', 5), ('host-0.example', 4), ('host-1.example', 4), ('host-2.example', 3),
        ('host-3.example', 3)) AS hosts(host, size)
      JOIN sketches USING (size)
    WHERE number = (extract(epoch FROM minute)::bigint / 60 + length(host)) %% 200
      AND extract(epoch FROM minute)::bigint %% 300 = 0
    """,
    """
    INSERT INTO host_traffic (window_start, window_end, key_hash, host, num_hits, events)
    SELECT at, at + interval '5 minutes', sha256(host::bytea), host, 1_000, 1_000
    FROM generate_series(%1$s, %2$s - interval '1 minute', interval '5 minutes') AS at,
      (SELECT 'host-' || n || '.example' AS host FROM generate_series(0, 3) AS n) AS hosts
    """
  };

  private static final String[] OTHERS = {
    """
    INSERT INTO client_traffic
      (window_start, window_end, key_hash, host, browser, operating_system, device_class, is_bot,
       num_hits, visitors, sketch, events)
    SELECT at, at + interval '5 minutes', sha256((host || c)::bytea), host,
      (ARRAY['Chrome', 'Safari', 'Firefox', 'Edge', 'Opera', 'Crawler'])[1 + c %% 6],
      (ARRAY['Android', 'iOS', 'Windows', 'macOS', 'Linux'])[1 + c %% 5],
      (ARRAY['Phone', 'Desktop', 'Tablet'])[1 + c / 6 %% 3], c %% 6 = 5,
      1 + 500 / c, 10, sketch, 1 + 500 / c
    FROM generate_series(%1$s, %2$s - interval '1 minute', interval '5 minutes') AS at,
      (SELECT 'host-' || n || '.example' AS host, n FROM generate_series(0, 3) AS n) AS hosts,
      generate_series(1, 25) AS c, sketches
    WHERE size = CASE WHEN c < 4 THEN 3 WHEN c < 12 THEN 2 ELSE 1 END
      AND number = (extract(epoch FROM at)::bigint / 300 * 7 + c * 31 + n) %% 200
    """,
    """
    INSERT INTO aggregated_web_traffic
      (window_start, window_end, key_hash, host, referrer, num_hits, events)
    SELECT at, at + interval '5 minutes', sha256((host || link)::bytea), host, link, n, n
    FROM (
      SELECT at, 'host-' || h || '.example' AS host,
        'https://referrer-' || (exp(random() * ln(500.0)))::int || '.example/' AS link,
        count(*) AS n
      FROM generate_series(%1$s, %2$s - interval '1 minute', interval '5 minutes') AS at,
        generate_series(0, 3) AS h, generate_series(1, 30)
      GROUP BY 1, 2, 3) AS drawn
    """,
    """
    INSERT INTO source_traffic
      (window_start, window_end, key_hash, host, source_class, source_name, num_hits, visitors,
       sketch, events)
    SELECT at, at + interval '5 minutes', sha256((host || s)::bytea), host,
      (ARRAY['Search', 'Social', 'Paid', 'Email', 'Other'])[1 + s %% 5], 'Source ' || s,
      1 + 500 / s, 10, sketch, 1 + 500 / s
    FROM generate_series(%1$s, %2$s - interval '1 minute', interval '5 minutes') AS at,
      (SELECT 'host-' || n || '.example' AS host, n FROM generate_series(0, 3) AS n) AS hosts,
      generate_series(1, 20) AS s, sketches
    WHERE size = CASE WHEN s < 4 THEN 3 WHEN s < 10 THEN 2 ELSE 1 END
      AND number = (extract(epoch FROM at)::bigint / 300 * 7 + s * 31 + n) %% 200
    """,
    """
    INSERT INTO geo_traffic
      (window_start, window_end, key_hash, host, country_code, region, city, num_hits, visitors,
       sketch, events)
    SELECT at, at + interval '5 minutes', sha256((host || c)::bytea), host,
      (ARRAY['DE', 'FR', 'US', 'GB', 'IN', 'BR', 'JP', 'PL', 'ES', 'IT'])[1 + c %% 10],
      'Region ' || c %% 60, 'City ' || c, 1 + 300 / c, 10, sketch, 1 + 300 / c
    FROM generate_series(%1$s, %2$s - interval '1 minute', interval '5 minutes') AS at,
      (SELECT 'host-' || n || '.example' AS host, n FROM generate_series(0, 3) AS n) AS hosts,
      LATERAL (
        SELECT DISTINCT (exp(random() * ln(300.0)))::int AS c
        FROM generate_series(1, 30) WHERE at IS NOT NULL AND n IS NOT NULL) AS cities,
      sketches
    WHERE size = CASE WHEN c < 3 THEN 3 WHEN c < 20 THEN 2 WHEN c < 100 THEN 1 ELSE 0 END
      AND number = (extract(epoch FROM at)::bigint / 300 * 7 + c * 31 + n) %% 200
    """
  };

  private static final String EVENTS =
      """
      INSERT INTO processed_events
        (topic, partition, "offset", event_time, event_type, kafka_time, processing_time,
         visitor_id, url, host, referrer, referrer_host, source_class, source_name, country_code,
         region, city, browser, operating_system, device_class, is_bot)
      SELECT 'web_events', %1$d, row_number() OVER (), at, 'page_view', at, at,
        'visitor ' || (random() * 50_000)::int, 'https://' || host || '/articles/page-' || page,
        host, 'https://referrer-' || page %% 500 || '.example/', 'referrer.example', 'Search',
        'Source ' || page %% 20, (ARRAY['DE', 'FR', 'US', 'GB', 'IN'])[1 + page %% 5],
        'Region ' || page %% 60, 'City ' || page %% 300,
        (ARRAY['Chrome', 'Safari', 'Firefox', 'Edge'])[1 + (random() * 3)::int], 'Android',
        'Phone', false
      FROM (
        SELECT %2$s + random() * interval '1 day' AS at,
          (exp(random() * ln(1000.0)))::int AS page,
          'host-' || (random() * 3)::int || '.example' AS host
        FROM generate_series(1, %3$d * 1440)) AS drawn
      """;
}
