package dev.tidemark.station.stats;

import dev.tidemark.metric.DistinctUsers;
import dev.tidemark.write.Postgres;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** Measures what noting changed hours costs whoever writes: batches with and without, in turn. */
final class WriterBench {
  private static final int BATCHES = 60;

  private WriterBench() {}

  static void main(Postgres postgres, PrintStream out) throws SQLException {
    DistinctUsers few = new DistinctUsers();
    for (int i = 0; i < 50; i++) {
      few.add("visitor " + i);
    }
    DistinctUsers many = new DistinctUsers();
    for (int i = 0; i < 5_000; i++) {
      many.add("visitor " + i);
    }
    try (Connection connection = postgres.connect()) {
      measure(connection, out, "counts", PAGES, null);
      measure(connection, out, "sketches of 50 visitors", PLACES, few.toBytes());
      measure(connection, out, "sketches of 5,000 visitors", PLACES, many.toBytes());
    }
  }

  private static void measure(
      Connection connection, PrintStream out, String what, String sql, byte[] sketch)
      throws SQLException {
    double[] with = new double[BATCHES];
    double[] without = new double[BATCHES];
    for (int i = -4; i < BATCHES; i++) {
      for (boolean noting : new boolean[] {i % 2 == 0, i % 2 != 0}) {
        // Not by altering the table, after which statements are planned anew.
        String switched =
            noting
                ? "SET session_replication_role = origin"
                : "SET session_replication_role = replica";
        try (Statement statement = connection.createStatement()) {
          statement.execute(switched);
        }
        double took = batch(connection, sql, sketch, noting ? 2 * i : 2 * i + 1);
        if (i >= 0) {
          (noting ? with : without)[i] = took;
        }
      }
    }
    Arrays.sort(with);
    Arrays.sort(without);
    out.printf(
        "1,000 rows of %s: %.2f ms with, %.2f ms without the triggers (medians of %d): %+.1f %%%n",
        what,
        with[BATCHES / 2],
        without[BATCHES / 2],
        BATCHES,
        100 * (with[BATCHES / 2] / without[BATCHES / 2] - 1));
  }

  /** Half of the rows are there already. */
  private static double batch(Connection connection, String sql, byte[] sketch, int number)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, number);
      statement.setInt(2, number + number % 2);
      if (sketch != null) {
        statement.setBytes(3, sketch);
      }
      long start = System.nanoTime();
      statement.executeUpdate();
      return (System.nanoTime() - start) / 1e6;
    }
  }

  private static final String PAGES =
      """
      INSERT INTO page_view_counts AS old
        (window_start, window_end, key_hash, url, view_count, events)
      SELECT at, at + interval '1 minute', sha256(('key ' || n + ? * 500)::bytea),
        'https://host-1.example/articles/page-' || n, 1, ?
      FROM date_trunc('minute', now()) AS at, generate_series(1, 1000) AS n
      ON CONFLICT (window_start, window_end, key_hash) DO UPDATE SET
        view_count = excluded.view_count, events = old.events + 1
      """;

  private static final String PLACES =
      """
      INSERT INTO geo_traffic AS old
        (window_start, window_end, key_hash, host, country_code, region, city, num_hits, visitors,
         events, sketch)
      SELECT at, at + interval '5 minutes', sha256(('key ' || n + ? * 500)::bytea),
        'host-1.example', 'DE', 'Region', 'City ' || n, 1, 1, ?, ?
      FROM date_trunc('hour', now()) AS at, generate_series(1, 1000) AS n
      ON CONFLICT (window_start, window_end, key_hash) DO UPDATE SET
        num_hits = excluded.num_hits, sketch = excluded.sketch, events = old.events + 1
      """;
}
