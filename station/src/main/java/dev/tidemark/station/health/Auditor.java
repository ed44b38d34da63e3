package dev.tidemark.station.health;

import dev.tidemark.event.LedgerEntry;
import dev.tidemark.read.KafkaSettings;
import dev.tidemark.station.pulse.Rest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Adds the ledger up and looks for offsets that it leaves out.
 *
 * <p>Kafka itself leaves offsets out: marks of transactions, aborted records, what compaction took.
 * So a stretch between two ranges is a gap when Kafka still has a record there. Where Kafka has
 * deleted the stretch nobody can tell any more, and a short one is taken for such marks, but whole
 * ranges that are missing are reported. Records missing inside a range are found by reading the
 * topic, which is what {@code verify} does.
 */
final class Auditor {

  private static final int MOST_GAPS = 100;
  private static final int MOST_REMEMBERED = 100_000;
  private static final String SUMS =
      "SELECT coalesce(sum(read), 0)::bigint, coalesce(sum(counted), 0)::bigint,"
          + " coalesce(sum(late), 0)::bigint, coalesce(sum(duplicate), 0)::bigint,"
          + " coalesce(sum(dead), 0)::bigint, coalesce(sum(bot), 0)::bigint,"
          + " coalesce(bool_and(read = counted + late + duplicate + dead), true) FROM ledger";
  private static final String STRETCHES =
      """
      SELECT topic, partition, last_offset + 1, next_first FROM (
        SELECT topic, partition, last_offset,
          lead(first_offset) OVER (PARTITION BY topic, partition ORDER BY first_offset)
        FROM ledger) AS ranges (topic, partition, last_offset, next_first)
      WHERE next_first > last_offset + 1 ORDER BY topic, partition, next_first DESC""";

  private final KafkaSettings kafka;
  private final Rest rest;
  private final Map<Gap, Boolean> isEmpty = new HashMap<>();

  Auditor(KafkaSettings kafka) {
    this.kafka = kafka;
    this.rest = new Rest(kafka);
  }

  Balance balance(Connection connection) throws SQLException {
    List<Gap> gaps = gaps(stretches(connection));
    try (PreparedStatement select = connection.prepareStatement(SUMS);
        ResultSet row = select.executeQuery()) {
      row.next();
      return new Balance(
          row.getLong(1),
          row.getLong(2),
          row.getLong(3),
          row.getLong(4),
          row.getLong(5),
          row.getLong(6),
          row.getBoolean(7) && gaps.isEmpty(),
          gaps);
    }
  }

  private static List<Gap> stretches(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(STRETCHES);
        ResultSet rows = select.executeQuery()) {
      List<Gap> stretches = new ArrayList<>();
      while (rows.next()) {
        stretches.add(new Gap(rows.getString(1), rows.getInt(2), rows.getLong(3), rows.getLong(4)));
      }
      return stretches;
    }
  }

  private List<Gap> gaps(List<Gap> stretches) {
    List<Gap> gaps = new ArrayList<>();
    if (isEmpty.size() > MOST_REMEMBERED) {
      isEmpty.clear();
    }
    for (Gap stretch : stretches) {
      Optional<Boolean> empty = Optional.ofNullable(isEmpty.get(stretch)).or(() -> looked(stretch));
      if (empty.isPresent() && !empty.get()) {
        gaps.add(stretch);
      }
      if (gaps.size() == MOST_GAPS) {
        break;
      }
    }
    return gaps;
  }

  /** Whether Kafka has no record there; empty when it gives no answer. */
  private Optional<Boolean> looked(Gap stretch) {
    TopicPartition partition = new TopicPartition(stretch.topic(), stretch.partition());
    try {
      boolean empty;
      if (begin(partition) > stretch.from()) {
        empty = stretch.to() - stretch.from() < LedgerEntry.RANGE;
      } else {
        Boolean answer =
            rest.areEmpty(Map.of(partition, new Rest.Stretch(stretch.from(), stretch.to())))
                .get(partition);
        if (answer == null) {
          return Optional.empty();
        }
        empty = answer;
      }
      isEmpty.put(stretch, empty);
      return Optional.of(empty);
    } catch (KafkaException away) {
      // Without Kafka nobody can say; that it is away stands elsewhere in the answer.
      return Optional.empty();
    }
  }

  private long begin(TopicPartition partition) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer())) {
      return consumer.beginningOffsets(List.of(partition)).get(partition);
    }
  }
}
