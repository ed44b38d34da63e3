package dev.tidemark.station.health;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What the database says of the stream's health, asked for at most every few seconds. */
public final class Findings {

  /** One answer. */
  public record Found(
      Balance ledger,
      Freshness freshness,
      List<DeadLetters.Count> deadLetters,
      long reopenedWindows) {}

  private static final Duration KNOWN_FOR = Duration.ofSeconds(3);

  private final Postgres database;
  private final Auditor auditor;
  private final DeadLetters letters;
  private Found found;
  private long foundAt;

  public Findings(Postgres database, KafkaSettings kafka) {
    this.database = database;
    this.auditor = new Auditor(kafka);
    this.letters = new DeadLetters(database);
  }

  /** The newest answer; one request asks the database while others wait for it. */
  public synchronized Found now() throws SQLException {
    if (found == null || System.nanoTime() - foundAt > KNOWN_FOR.toNanos()) {
      try (Connection connection = database.connect()) {
        found =
            new Found(
                auditor.balance(connection),
                Freshness.measure(connection),
                letters.counts(new Selection(null, null, List.of())),
                reopened(connection));
        foundAt = System.nanoTime();
      }
    }
    return found;
  }

  /** What was found is not so any more. */
  synchronized void forget() {
    found = null;
  }

  private static long reopened(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("SELECT count(*) FROM reopened_windows");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
