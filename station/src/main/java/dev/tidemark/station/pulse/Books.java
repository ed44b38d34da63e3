package dev.tidemark.station.pulse;

import dev.tidemark.event.LedgerEntry;
import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Metrics;
import dev.tidemark.write.Postgres;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Adds the ledger up, once a second and cheaply, over one connection.
 *
 * <p>Only the youngest ranges of a partition change as a rule, so only they are read each time; the
 * sum of the others is kept, and made anew every minute, because a rebuild may write any of them.
 */
final class Books implements AutoCloseable {

  /** What the ledger says of one partition. */
  record Line(
      long read,
      long counted,
      long late,
      long duplicate,
      long dead,
      long nextOffset,
      long maxEventMicros) {

    static final Line EMPTY = new Line(0, 0, 0, 0, 0, -1, Long.MIN_VALUE);

    Line plus(Line other) {
      return new Line(
          read + other.read,
          counted + other.counted,
          late + other.late,
          duplicate + other.duplicate,
          dead + other.dead,
          Math.max(nextOffset, other.nextOffset),
          Math.max(maxEventMicros, other.maxEventMicros));
    }
  }

  private static final long YOUNGEST = 32 * LedgerEntry.RANGE;
  private static final Duration SETTLED_FOR = Duration.ofMinutes(1);
  private static final int MILLIS = 10_000;

  private static final String SUMS =
      """
      sum(read)::bigint, sum(counted)::bigint, sum(late)::bigint, sum(duplicate)::bigint,
      sum(dead)::bigint, max(last_offset) + 1,
      (extract(epoch FROM max(max_event_time)) * 1000000)::bigint\
      """;
  private static final String SETTLED =
      """
      WITH youngest AS (
        SELECT topic, partition, max(first_offset) - %d AS begin
        FROM ledger WHERE topic = ANY(?) GROUP BY topic, partition)
      SELECT y.topic, y.partition, y.begin, %s
      FROM youngest y LEFT JOIN ledger l
        ON l.topic = y.topic AND l.partition = y.partition AND l.first_offset < y.begin
      GROUP BY y.topic, y.partition, y.begin"""
          .formatted(YOUNGEST, SUMS);
  private static final String OPEN =
      """
      SELECT p.topic, p.partition, s.* FROM unnest(?::text[], ?::integer[], ?::bigint[])
        AS p (topic, partition, begin),
        LATERAL (SELECT %s FROM ledger l WHERE l.topic = p.topic AND l.partition = p.partition
          AND l.first_offset >= p.begin) s"""
          .formatted(SUMS);
  private static final String CHANGES =
      "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint"
          + " FROM pg_stat_user_tables"
          + " WHERE relid IN (SELECT to_regclass(name) FROM unnest(?::text[]) AS names (name))";
  private static final String[] TABLES =
      Stream.concat(
              Metrics.ALL.stream().map(Metric::table),
              Stream.of("ledger", "dead_letters", "late_events"))
          .toArray(String[]::new);

  private final Postgres database;
  private volatile Connection connection;
  private final Map<TopicPartition, Long> begins = new HashMap<>();
  private final Map<TopicPartition, Line> settled = new HashMap<>();
  private long settledAt;

  Books(Postgres database) {
    this.database = database;
  }

  /** The sums of these partitions; one that the ledger does not know has no line. */
  Map<TopicPartition, Line> lines(Collection<TopicPartition> partitions) throws SQLException {
    return asked(
        open -> {
          if (settledAt == 0 || System.nanoTime() - settledAt > SETTLED_FOR.toNanos()) {
            settle(open, partitions);
          }
          return youngest(open, List.copyOf(partitions));
        });
  }

  /** Grows when rows of the tables of results or of the books are written. */
  long changes() throws SQLException {
    return asked(
        open -> {
          try (PreparedStatement select = open.prepareStatement(CHANGES)) {
            select.setArray(1, open.createArrayOf("text", TABLES));
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  private interface Question<T> {
    T ask(Connection open) throws SQLException;
  }

  private <T> T asked(Question<T> question) throws SQLException {
    try {
      if (connection == null) {
        connection = connect();
      }
      return question.ask(connection);
    } catch (SQLException failed) {
      settledAt = 0;
      close();
      throw failed;
    }
  }

  private Connection connect() throws SQLException {
    Connection fresh = database.connect();
    fresh.setNetworkTimeout(Runnable::run, MILLIS);
    try (Statement statement = fresh.createStatement()) {
      statement.execute("SET statement_timeout = " + MILLIS / 2);
    }
    return fresh;
  }

  private void settle(Connection open, Collection<TopicPartition> partitions) throws SQLException {
    Object[] topics = partitions.stream().map(TopicPartition::topic).distinct().toArray();
    begins.clear();
    settled.clear();
    try (PreparedStatement select = open.prepareStatement(SETTLED)) {
      select.setArray(1, open.createArrayOf("text", topics));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          TopicPartition partition = new TopicPartition(rows.getString(1), rows.getInt(2));
          begins.put(partition, rows.getLong(3));
          settled.put(partition, line(rows, 4));
        }
      }
    }
    settledAt = System.nanoTime();
  }

  private Map<TopicPartition, Line> youngest(Connection open, List<TopicPartition> partitions)
      throws SQLException {
    Map<TopicPartition, Line> lines = new HashMap<>();
    try (PreparedStatement select = open.prepareStatement(OPEN)) {
      select.setArray(1, array(open, "text", partitions.stream().map(TopicPartition::topic)));
      select.setArray(2, array(open, "int4", partitions.stream().map(TopicPartition::partition)));
      select.setArray(3, array(open, "int8", partitions.stream().map(p -> begin(p))));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          TopicPartition partition = new TopicPartition(rows.getString(1), rows.getInt(2));
          Line line = line(rows, 3).plus(settled.getOrDefault(partition, Line.EMPTY));
          if (line.read() > 0) {
            lines.put(partition, line);
          }
        }
      }
    }
    return lines;
  }

  private long begin(TopicPartition partition) {
    return begins.getOrDefault(partition, 0L);
  }

  private static Array array(Connection open, String type, Stream<?> values) throws SQLException {
    return open.createArrayOf(type, values.toArray());
  }

  private static Line line(ResultSet rows, int column) throws SQLException {
    if (rows.getObject(column) == null) {
      return Line.EMPTY;
    }
    return new Line(
        rows.getLong(column),
        rows.getLong(column + 1),
        rows.getLong(column + 2),
        rows.getLong(column + 3),
        rows.getLong(column + 4),
        rows.getLong(column + 5),
        rows.getObject(column + 6) == null ? Long.MIN_VALUE : rows.getLong(column + 6));
  }

  /** Lets the connection go, at once and whatever it is doing. */
  @Override
  public void close() throws SQLException {
    Connection open = connection;
    connection = null;
    if (open != null) {
      open.abort(Runnable::run);
    }
  }
}
