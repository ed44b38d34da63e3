package dev.tidemark.run;

import dev.tidemark.event.LedgerEntry;
import dev.tidemark.read.Range;
import dev.tidemark.read.ReadEvents.Reading;
import dev.tidemark.read.ReadRanges;
import dev.tidemark.write.Postgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka and the books whether a range can be rebuilt, and from which records. */
final class RebuildSource {

  private static final String LACKING =
      """
      SELECT topic, partition, first_offset, counted - there - refused AS lacking
      FROM ledger AS l,
        LATERAL (SELECT count(*) AS there FROM processed_events AS e
          WHERE e.topic = l.topic AND e.partition = l.partition
            AND e."offset" BETWEEN l.first_offset AND l.first_offset + ? - 1) AS e,
        LATERAL (SELECT count(*) AS refused FROM dead_letters AS d
          WHERE d.topic = l.topic AND d.partition = l.partition AND d.failure = 'REFUSED_ROW'
            AND d."offset" BETWEEN l.first_offset AND l.first_offset + ? - 1) AS d
      WHERE counted > 0 AND max_event_time >= ? AND min_event_time < ?
        AND counted > there + refused
      ORDER BY 1, 2, 3 LIMIT 1""";

  private final Reading reading;
  private final Postgres database;
  private final RoundBook book;
  private final RebuildPlan plan;

  RebuildSource(Reading reading, Postgres database, RebuildPlan plan) {
    this.reading = reading;
    this.database = database;
    this.book = new RoundBook(database);
    this.plan = plan;
  }

  /**
   * Refuses a range into which events may still fall: a stream could not add them to windows that a
   * rebuild has taken over.
   */
  void demandClosed() throws SQLException, IOException {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(reading.kafka().consumer())) {
      Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(reading.partitions());
      Map<TopicPartition, Long> ends = consumer.endOffsets(reading.partitions());
      for (TopicPartition partition : reading.partitions()) {
        List<LedgerEntry> ledger = book.ledger(partition);
        if (!ledger.isEmpty()) {
          demandClosed(partition, ledger, beginnings.get(partition), ends.get(partition));
        }
      }
    }
  }

  private void demandClosed(
      TopicPartition partition, List<LedgerEntry> ledger, long beginning, long end)
      throws SQLException, IOException {
    long next = Math.max(beginning, RebuildPlan.nextOffset(ledger, beginning));
    long max = RebuildPlan.maxEventMicros(ledger);
    if (next < end) {
      long oldest =
          ReadRanges.oldestEventMicros(
              reading, new Range(partition.topic(), partition.partition(), next, end, max));
      if (oldest < plan.toMicros()) {
        throw new UserError(
            partition + " holds events of that range which are not counted yet.",
            "Wait until the stream has counted them (`tidemark lag`), or run it first.");
      }
    }
    if (plan.isOpen(ledger, reading.lateness()) && !isSilent(partition)) {
      Instant shown = Instant.EPOCH.plus(max, ChronoUnit.MICROS);
      throw new UserError(
          "Windows of that range are open: the events of %s go up to %s, and may still be as old as that less %s."
              .formatted(
                  partition,
                  shown,
                  reading.lateness().outOfOrderness().plus(reading.lateness().allowed())),
          "Rebuild up to an earlier time, or later.");
    }
  }

  /** Whether nothing was read of it for so long that no window waits for it. */
  private boolean isSilent(TopicPartition partition) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT max(updated_at) < now() - ? * INTERVAL '1 millisecond' FROM ledger"
                    + " WHERE topic = ? AND partition = ?")) {
      select.setLong(1, reading.idleAfter().plus(reading.lateness().allowed()).toMillis());
      select.setString(2, partition.topic());
      select.setInt(3, partition.partition());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** The records that hold the events of the range. */
  List<Range> ranges() throws SQLException {
    demandAllTopics();
    List<Range> ranges = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(reading.kafka().consumer())) {
      Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(reading.partitions());
      Map<TopicPartition, Long> ends = consumer.endOffsets(reading.partitions());
      for (TopicPartition partition : reading.partitions()) {
        Range range =
            plan.range(
                partition,
                book.ledger(partition),
                beginnings.get(partition),
                ends.get(partition),
                reading.byEventId());
        if (range.from() < range.to()) {
          ranges.add(range);
        }
      }
    }
    return ranges;
  }

  /** A figure does not tell of which topic it is, so all that went into it must be read. */
  private void demandAllTopics() throws SQLException {
    Set<TopicPartition> read = new HashSet<>(reading.partitions());
    for (TopicPartition partition : partitionsOfLedger()) {
      if (!read.contains(partition) && book.ledger(partition).stream().anyMatch(plan::concerns)) {
        throw new UserError(
            "The windows of that range hold events of " + partition + ", too.",
            "Name all topics with --topic, or rebuild with --source=events.");
      }
    }
  }

  private List<TopicPartition> partitionsOfLedger() throws SQLException {
    List<TopicPartition> partitions = new ArrayList<>();
    try (Connection connection = database.connect();
        PreparedStatement select =
            connection.prepareStatement("SELECT DISTINCT topic, partition FROM ledger");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        partitions.add(new TopicPartition(rows.getString(1), rows.getInt(2)));
      }
    }
    return partitions;
  }

  private static OffsetDateTime time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  /** Refuses to rebuild from a table that does not hold all that was counted. */
  void demandAllEvents() throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement select = connection.prepareStatement(LACKING)) {
      select.setLong(1, LedgerEntry.RANGE);
      select.setLong(2, LedgerEntry.RANGE);
      select.setObject(3, time(plan.fromMicros()));
      select.setObject(4, time(plan.toMicros()));
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          throw new UserError(
              "processed_events lacks %d of the events that were counted of %s-%d from offset %d on: they were not written, or deleted."
                  .formatted(row.getLong(4), row.getString(1), row.getInt(2), row.getLong(3)),
              "Rebuild from the records themselves with --source=kafka.");
        }
      }
    }
  }
}
