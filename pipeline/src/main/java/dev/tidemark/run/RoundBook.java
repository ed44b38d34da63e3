package dev.tidemark.run;

import dev.tidemark.event.LedgerEntry;
import dev.tidemark.read.Range;
import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** What the database remembers of rounds: where each ended, and the ledger of what was read. */
final class RoundBook {

  /** From where to where rounds have read a partition, and the largest event time in there. */
  record End(long firstOffset, long nextOffset, OptionalLong maxEventMicros) {}

  private static final String MICROS = "(extract(epoch FROM %s) * 1000000)::bigint";

  private final Postgres database;

  RoundBook(Postgres database) {
    this.database = database;
  }

  Map<TopicPartition, End> ends() throws SQLException {
    Map<TopicPartition, End> ends = new HashMap<>();
    try (Connection connection = database.connect();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT topic, partition, first_offset, next_offset, "
                    + MICROS.formatted("max_event_time")
                    + " FROM round_ends");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        long max = rows.getLong(5);
        OptionalLong known = rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(max);
        ends.put(
            new TopicPartition(rows.getString(1), rows.getInt(2)),
            new End(rows.getLong(3), rows.getLong(4), known));
      }
    }
    return ends;
  }

  List<LedgerEntry> ledger(TopicPartition partition) throws SQLException {
    List<LedgerEntry> ledger = new ArrayList<>();
    try (Connection connection = database.connect();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT first_offset, last_offset, read, counted, late, duplicate, dead, bot, "
                    + MICROS.formatted("min_event_time")
                    + ", "
                    + MICROS.formatted("max_event_time")
                    + " FROM ledger WHERE topic = ? AND partition = ? ORDER BY first_offset")) {
      select.setString(1, partition.topic());
      select.setInt(2, partition.partition());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ledger.add(entry(partition, rows));
        }
      }
    }
    return ledger;
  }

  private static LedgerEntry entry(TopicPartition partition, ResultSet rows) throws SQLException {
    return new LedgerEntry(
        partition.topic(),
        partition.partition(),
        rows.getLong(1),
        rows.getLong(2),
        rows.getLong(3),
        rows.getLong(4),
        rows.getLong(5),
        rows.getLong(6),
        rows.getLong(7),
        rows.getLong(8),
        rows.getObject(9) == null ? Long.MAX_VALUE : rows.getLong(9),
        rows.getObject(10) == null ? Long.MIN_VALUE : rows.getLong(10));
  }

  /**
   * Notes that a round is done; until then the next one reads the same again.
   *
   * @param known what was known of the partitions before it
   */
  void note(List<Range> ranges, Map<TopicPartition, RoundPlan.Known> known) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement upsert =
            connection.prepareStatement(
                """
                INSERT INTO round_ends
                  (topic, partition, first_offset, next_offset, max_event_time)
                VALUES (?, ?, ?, ?, (SELECT max(max_event_time) FROM ledger
                                  WHERE topic = ? AND partition = ? AND first_offset < ?))
                ON CONFLICT (topic, partition) DO UPDATE SET
                  first_offset = EXCLUDED.first_offset,
                  next_offset = EXCLUDED.next_offset,
                  max_event_time = EXCLUDED.max_event_time,
                  updated_at = now()
                WHERE EXCLUDED.next_offset >= round_ends.next_offset""")) {
      connection.setAutoCommit(false);
      for (Range range : ranges) {
        TopicPartition partition = new TopicPartition(range.topic(), range.partition());
        upsert.setString(1, range.topic());
        upsert.setInt(2, range.partition());
        upsert.setLong(3, known.get(partition).firstOffset());
        upsert.setLong(4, range.to());
        upsert.setString(5, range.topic());
        upsert.setInt(6, range.partition());
        upsert.setLong(7, range.to());
        upsert.addBatch();
      }
      upsert.executeBatch();
      connection.commit();
    }
  }

  /** Forgets the reopened windows of before a time: all of them were computed anew since. */
  void closeReopened(Instant before) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM reopened_windows WHERE seen_at < ?")) {
      delete.setObject(1, before.atOffset(ZoneOffset.UTC));
      delete.executeUpdate();
    }
  }
}
