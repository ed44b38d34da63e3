package dev.tidemark.station.stats;

import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps hours of every metric, and longer spans of them, summarised, newest first, once nobody
 * writes into them any more.
 *
 * <p>Whoever writes into an hour that is open for summaries leaves a note, unless he sees one. An
 * hour is summarised one round after it was opened, and not before every transaction of that moment
 * has ended: who did not see that it was open, or saw a note that went with the opening, has
 * committed by then, and what he wrote is in the summary; who came later leaves a note. So no lock
 * is needed, and no writer ever waits.
 */
public final class Summaries implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Summaries.class);
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration STOPPING = Duration.ofSeconds(5);

  // What a crash takes is computed again.
  private static final String SESSION =
      "SET synchronous_commit = off; SET jit = off; SET random_page_cost = 1.1";

  private final Postgres postgres;
  private final Clock clock;
  private final Map<Figures, Map<Span, Long>> openSince = new EnumMap<>(Figures.class);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread worker = new Thread(this::work, "summaries");
  private boolean troubled;

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
        done += round(connection, figures);
      }
      return new Round(done, openSince.values().stream().mapToInt(Map::size).sum());
    }
  }

  /** What a round has done, and what is left to do. */
  record Round(int summarised, int waiting) {}

  private int round(Connection connection, Figures figures) throws SQLException {
    SpanBook book = new SpanBook(connection, figures);
    book.open(clock.instant());
    Set<Span> reopened = Set.copyOf(book.reopen());
    // The first transaction that begins from now on, and the first that is not over.
    long next = transaction(connection, Sql.of("pg_snapshot_xmax"));
    long under = transaction(connection, Sql.of("pg_snapshot_xmin"));

    Map<Span, Long> before = openSince.getOrDefault(figures, Map.of());
    Map<Span, Long> now = new HashMap<>();
    int done = 0;
    for (Span span : book.missing()) {
      Long since = reopened.contains(span) ? null : before.get(span);
      if (since == null) {
        now.put(span, next);
      } else if (since > under
          || closing.getCount() == 0
          || !Summarising.summarise(connection, figures, span)) {
        now.put(span, since);
      } else {
        done++;
      }
    }
    openSince.put(figures, now);
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
