package dev.tidemark.write;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.postgresql.util.PSQLState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches of rows, each in one statement and one transaction, over one connection.
 *
 * <p>Rows of which the first stays are copied while they are new, for that costs the server least;
 * else a statement decides row by row which one stays.
 *
 * <p>While the server is away it waits and tries again, for as long as it takes; since a row only
 * grows, a batch of which nobody knows whether it was committed is simply written again. What
 * waiting cannot mend it throws at once. Not for use by several threads.
 */
public final class RowWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RowWriter.class);
  private static final long QUIET = Duration.ofSeconds(30).toNanos();

  /** An array of PostgreSQL holds a gigabyte; the server copies it several times. */
  private static final long MOST_BYTES = 16 << 20;

  private final Postgres postgres;
  private final Retry retry;
  private final Map<Table, Upsert> upserts = new HashMap<>();
  private final Map<Table, Copy> copies = new HashMap<>();

  /** Tables of which rows were there already when they were written last: they would be again. */
  private final Set<Table> repeated = new HashSet<>();

  private final EventDays days = new EventDays();
  private Connection connection;
  private Written written = Written.NOTHING;
  private long lastWarning = System.nanoTime() - QUIET;

  public RowWriter(Postgres postgres, Retry retry) {
    this.postgres = postgres;
    this.retry = retry;
  }

  /** Writes the rows; all but those that it returns are committed. */
  public List<Refused> write(Rows rows) throws SQLException, InterruptedException {
    List<Refused> refused = new ArrayList<>();
    List<Integer> batch = new ArrayList<>();
    long bytes = 0;
    for (int row : rows.inKeyOrder()) {
      long weight = rows.weight(row);
      if (bytes + weight > MOST_BYTES && !batch.isEmpty()) {
        write(rows, batch, refused);
        batch.clear();
        bytes = 0;
      }
      batch.add(row);
      bytes += weight;
    }
    if (!batch.isEmpty()) {
      write(rows, batch, refused);
    }
    return refused;
  }

  /** What was done so far; the caller takes the difference of two readings. */
  Written written() {
    return written;
  }

  /** Halves a batch that is refused until the bad rows are alone. */
  private void write(Rows rows, List<Integer> batch, List<Refused> refused)
      throws SQLException, InterruptedException {
    try {
      persist(rows, batch);
    } catch (SQLException e) {
      if (Verdict.of(e) != Verdict.BAD_ROW) {
        throw postgres.explained(e);
      }
      if (batch.size() == 1) {
        written = written.withRefusal();
        refused.add(new Refused(batch.get(0), e.getSQLState(), Postgres.firstLine(e)));
        return;
      }
      int half = batch.size() / 2;
      write(rows, batch.subList(0, half), refused);
      write(rows, batch.subList(half, batch.size()), refused);
    }
  }

  private void persist(Rows rows, List<Integer> batch) throws SQLException, InterruptedException {
    for (int failures = 0; ; ) {
      if (Thread.interrupted()) {
        throw new InterruptedException("Interrupted while writing to " + rows.table().name());
      }
      try {
        long begun = System.nanoTime();
        execute(rows, batch);
        written = written.withStatement(batch.size(), System.nanoTime() - begun);
        if (failures > 0) {
          log.info("{} takes rows again", postgres);
        }
        return;
      } catch (SQLException e) {
        if (Verdict.of(e) != Verdict.TRY_AGAIN) {
          throw e;
        }
        disconnect();
        written = written.withRetry();
        Duration pause = retry.pause(++failures);
        warn(rows, failures, pause, e);
        Thread.sleep(pause.toMillis());
      }
    }
  }

  private void execute(Rows rows, List<Integer> batch) throws SQLException {
    Table table = rows.table();
    if (connection == null) {
      connection = postgres.connect();
    }
    if (table.dayColumn() != null) {
      Object[] times = rows.column(table.place(table.dayColumn()), batch);
      days.ensure(
          connection, Arrays.stream(times).filter(Objects::nonNull).map(Long.class::cast).toList());
    }
    if (!Copy.suits(table) || repeated.contains(table) || !copy(rows, batch)) {
      int changed = upserts.computeIfAbsent(table, Upsert::new).execute(connection, rows, batch);
      if (changed == batch.size()) {
        repeated.remove(table);
      }
    }
  }

  /** Whether the rows were all new and are written. */
  private boolean copy(Rows rows, List<Integer> batch) throws SQLException {
    try {
      copies.computeIfAbsent(rows.table(), Copy::new).execute(connection, rows, batch);
      return true;
    } catch (SQLException e) {
      if (!PSQLState.UNIQUE_VIOLATION.getState().equals(e.getSQLState())) {
        throw e;
      }
      repeated.add(rows.table());
      return false;
    }
  }

  private void warn(Rows rows, int failures, Duration pause, SQLException failure) {
    long now = System.nanoTime();
    if (now - lastWarning >= QUIET) {
      lastWarning = now;
      log.warn(
          "Rows for {} wait, next attempt ({}) in {} ms: {}",
          rows.table().name(),
          failures + 1,
          pause.toMillis(),
          Postgres.firstLine(failure));
    }
  }

  private void disconnect() {
    try {
      close();
    } catch (SQLException e) {
      log.debug("A connection that had failed could not be closed", e);
    }
  }

  @Override
  public void close() throws SQLException {
    Connection closing = connection;
    connection = null;
    if (closing != null) {
      closing.close();
    }
  }
}
