package dev.tidemark.station.stats;

import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the hours and days of every metric summarised, newest first, once nobody writes into them
 * any more.
 *
 * <p>A statement that writes into a span notes so in the span's row, if it sees one. A span is
 * summarised one round after its row came, and not before every transaction of that time has ended:
 * whoever did not see the row has committed by then, and what he wrote is in the summary. So no
 * lock is needed, and no writer ever waits.
 */
public final class Summaries implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Summaries.class);
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration STOPPING = Duration.ofSeconds(5);

  // What a crash takes is computed again.
  private static final String SESSION = "SET synchronous_commit = off; SET jit = off";

  private final Postgres postgres;
  private final Clock clock;
  private final Map<SpanBook.Entry, Seen> waiting = new HashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread worker = new Thread(this::work, "summaries");
  private boolean troubled;

  /** How often a span had been changed, and the first transaction that was not yet there. */
  private record Seen(long changes, long horizon) {}

  public Summaries(Postgres postgres) {
    this(postgres, Clock.systemUTC());
  }

  Summaries(Postgres postgres, Clock clock) {
    this.postgres = postgres;
    this.clock = clock;
  }

  /** Begins to work in a thread of its own. */
  public void start() {
    worker.setDaemon(true);
    worker.start();
  }

  /** Ends the work after the span that is being summarised. */
  @Override
  public void close() {
    closing.countDown();
    try {
      worker.join(STOPPING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Summarises what has come to rest since the last round; one process at a time does so.
   *
   * @return how many spans were summarised, and how many still wait
   */
  Round round() throws SQLException {
    try (Connection connection = postgres.connect()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      execute(connection, SESSION);
      if (!isOurTurn(connection)) {
        return new Round(0, 0);
      }
      int done = 0;
      for (Figures figures : Figures.values()) {
        done += round(connection, new SpanBook(connection, figures));
      }
      return new Round(done, waiting.size());
    }
  }

  /** What a round has done, and what is left to do. */
  record Round(int summarised, int waiting) {}

  private int round(Connection connection, SpanBook book) throws SQLException {
    book.open(clock.instant());
    long horizon = transaction(connection, Sql.of("pg_snapshot_xmax"));
    long over = transaction(connection, Sql.of("pg_snapshot_xmin"));
    List<SpanBook.Outdated> outdated = book.outdated();
    // Another process may have summarised what waits here.
    Set<SpanBook.Entry> known =
        outdated.stream().map(SpanBook.Outdated::entry).collect(Collectors.toSet());
    waiting.keySet().removeIf(e -> e.figures() == book.figures() && !known.contains(e));
    int done = 0;
    for (SpanBook.Outdated one : outdated) {
      Seen seen = waiting.get(one.entry());
      if (seen == null || seen.changes != one.changes()) {
        long since = seen == null ? horizon : seen.horizon;
        waiting.put(one.entry(), new Seen(one.changes(), since));
      } else if (seen.horizon <= over
          && closing.getCount() > 0
          && Summarising.summarise(connection, book.figures(), one.entry().span())) {
        waiting.remove(one.entry());
        done++;
      }
    }
    return done;
  }

  private void work() {
    try {
      do {
        attempt();
      } while (!closing.await(PAUSE.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A database that is away, or an error in here, must not end the work for good. */
  private void attempt() {
    try {
      round();
      troubled = false;
    } catch (SQLException | RuntimeException e) {
      if (!troubled) {
        log.warn("Summaries wait, and answers are slower meanwhile: {}", e.getMessage(), e);
      }
      troubled = true;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    connection.commit();
  }

  /** Until the connection is closed. */
  private static boolean isOurTurn(Connection connection) throws SQLException {
    String sql = "SELECT pg_try_advisory_lock(hashtextextended('tidemark_summaries', 0))";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    } finally {
      connection.commit();
    }
  }

  private static long transaction(Connection connection, Sql function) throws SQLException {
    Sql sql = Sql.of("SELECT ").add(function).text("(pg_current_snapshot())::text::bigint");
    try (PreparedStatement statement = sql.prepare(connection);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    } finally {
      connection.commit();
    }
  }
}
