package dev.tidemark.station.pulse;

import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many visitors there are now: of the last whole window of five minutes and the one that is
 * still filling, the larger number. The last alone is up to a minute old, and the other alone would
 * drop at every full minute.
 */
final class VisitorsNow implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(VisitorsNow.class);
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int MILLIS = 3_000;
  private static final String SELECT =
      "SELECT host, max(active_users) FROM active_users"
          + " WHERE host = ANY(?) AND window_start = ANY(?::timestamptz[]) GROUP BY host";

  private final Postgres database;
  private Connection connection;

  VisitorsNow(Postgres database) {
    this.database = database;
  }

  /** The visitors of these hosts; of one that nobody visits there is no number. */
  Map<String, Long> of(Collection<String> hosts, Instant now) throws SQLException {
    if (hosts.isEmpty()) {
      return Map.of();
    }
    try {
      return ask(hosts, now);
    } catch (SQLException failed) {
      close();
      throw failed;
    }
  }

  private Map<String, Long> ask(Collection<String> hosts, Instant now) throws SQLException {
    if (connection == null) {
      connection = database.connect();
      connection.setNetworkTimeout(Runnable::run, MILLIS);
    }
    Instant whole = now.truncatedTo(ChronoUnit.MINUTES).minus(WINDOW);
    Object[] windows = {
      whole.atOffset(ZoneOffset.UTC).toString(),
      whole.plus(1, ChronoUnit.MINUTES).atOffset(ZoneOffset.UTC).toString()
    };
    Map<String, Long> visitors = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setArray(1, connection.createArrayOf("text", hosts.toArray()));
      select.setArray(2, connection.createArrayOf("text", windows));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          visitors.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return visitors;
  }

  @Override
  public void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException lost) {
        log.debug("The connection was gone already", lost);
      }
      connection = null;
    }
  }
}
