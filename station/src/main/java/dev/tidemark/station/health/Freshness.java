package dev.tidemark.station.health;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How long an event takes into the table of events: from the time that it tells to the time at
 * which its row was handed to the database.
 *
 * <p>Computed from a sample: of every five seconds of event time up to fifty events, so that it
 * costs the same at any rate and slow events are as likely to be in it as fast ones. The last
 * fifteen seconds are left out, because their slow events are not there yet. Events that tell an
 * older time when they come, as imported logs do, are not in it: they were never fresh.
 *
 * @param p50Seconds null without samples
 */
public record Freshness(Double p50Seconds, Double p99Seconds, long samples, int sinceMinutes) {

  private static final int MINUTES = 10;
  private static final String SELECT =
      """
      SELECT percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY greatest(0,
          extract(epoch FROM sample.processing_time - sample.event_time)::double precision)),
        count(*)
      FROM generate_series(now() - interval '%d minutes', now() - interval '20 seconds',
          interval '5 seconds') AS slices (start),
        LATERAL (SELECT processing_time, event_time FROM processed_events
          WHERE event_time >= slices.start AND event_time < slices.start + interval '5 seconds'
          ORDER BY event_time LIMIT 50) AS sample"""
          .formatted(MINUTES);

  static Freshness measure(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT);
        ResultSet row = select.executeQuery()) {
      row.next();
      Array found = row.getArray(1);
      if (found == null) {
        return new Freshness(null, null, 0, MINUTES);
      }
      Double[] percentiles = (Double[]) found.getArray();
      return new Freshness(
          rounded(percentiles[0]), rounded(percentiles[1]), row.getLong(2), MINUTES);
    }
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
