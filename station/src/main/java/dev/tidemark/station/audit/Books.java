package dev.tidemark.station.audit;

import dev.tidemark.run.UserError;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What an audit must take from the database because nobody else knows it. */
final class Books {

  private static final Rows TIMES =
      new Rows("ledger", List.of("time"), List.of(Rows.micros("max(max_event_time)")));
  private static final Rows LAST =
      new Rows(
          "ledger",
          List.of("topic", "partition", "last_offset"),
          List.of("topic", "partition", "max(last_offset)"));

  private final Connection connection;

  Books(Connection connection) {
    this.connection = connection;
  }

  /** The salt of the visitors' ids that the database keeps. */
  String salt() throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("SELECT value FROM settings WHERE name = 'visitor_salt'");
        ResultSet found = select.executeQuery()) {
      if (!found.next()) {
        throw new UserError(
            "The database keeps no salt, without which visitors' ids cannot be computed.",
            "Set VISITOR_SALT, or --visitorSaltFile, as for the pipeline.");
      }
      return found.getString(1);
    }
  }

  /** The last offset of each partition that the pipeline has entered into its ledger. */
  Map<TopicPartition, Long> entered() throws SQLException {
    Map<TopicPartition, Long> entered = new HashMap<>();
    for (List<String> row : LAST.list(connection, "true GROUP BY topic, partition")) {
      TopicPartition partition = new TopicPartition(row.get(0), Integer.parseInt(row.get(1)));
      entered.put(partition, Long.valueOf(row.get(2)));
    }
    return entered;
  }

  /** The largest event time of ranges that end before an offset. */
  long newestOfRangesBefore(TopicPartition partition, long offset) throws SQLException {
    return newest(partition, "last_offset", offset);
  }

  /** The largest event time of ranges that begin before an offset. */
  long newestOfRangesBegunBefore(TopicPartition partition, long offset) throws SQLException {
    return newest(partition, "first_offset", offset);
  }

  private long newest(TopicPartition partition, String bound, long offset) throws SQLException {
    String time =
        TIMES
            .list(
                connection,
                "topic = ? AND partition = ? AND " + bound + " < ?",
                partition.topic(),
                partition.partition(),
                offset)
            .get(0)
            .get(0);
    return time == null ? PartitionOrder.NONE : Long.parseLong(time);
  }

  /** How many slices await a recomputation, as the pipeline itself says. */
  long reopened() throws SQLException {
    Rows count = new Rows("reopened_windows", List.of("count"), List.of("count(*)"));
    return Long.parseLong(count.list(connection, "true").get(0).get(0));
  }
}
