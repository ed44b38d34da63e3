package dev.tidemark.run;

import dev.tidemark.read.Joined;
import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** What the database remembers of topics: which ones they are, and when partitions joined. */
final class TopicBook {

  private final Postgres database;

  TopicBook(Postgres database) {
    this.database = database;
  }

  /**
   * Refuses a topic that is not the one that the tables are made of.
   *
   * @param ids of the topics now, by their names
   */
  void demandSame(Map<String, String> ids) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement offer =
            connection.prepareStatement(
                "INSERT INTO topics (topic, topic_id) VALUES (?, ?) ON CONFLICT DO NOTHING");
        PreparedStatement select =
            connection.prepareStatement("SELECT topic_id FROM topics WHERE topic = ?")) {
      for (Map.Entry<String, String> topic : ids.entrySet()) {
        offer.setString(1, topic.getKey());
        offer.setString(2, topic.getValue());
        offer.executeUpdate();
        select.setString(1, topic.getKey());
        try (ResultSet row = select.executeQuery()) {
          if (row.next() && !row.getString(1).equals(topic.getValue())) {
            throw madeAnew(topic.getKey());
          }
        }
      }
    }
  }

  /** The refusal of a topic that is another one of the same name. */
  static UserError madeAnew(String topic) {
    return new UserError(
        "Topic %s is another one than the tables are made of: it was deleted and made anew, or lives in another cluster."
            .formatted(topic),
        "Give the new topic another name, or use another database; or let the books know that the"
            + " old one is gone: SELECT retire_topic('%s')".formatted(topic));
  }

  /** The partitions by the readers with which they joined; those that are new join now. */
  List<Joined> joined(List<TopicPartition> partitions) throws SQLException {
    Map<TopicPartition, Integer> known = known();
    known.keySet().retainAll(partitions);
    int next = known.values().stream().mapToInt(reader -> reader + 1).max().orElse(0);
    List<TopicPartition> fresh = partitions.stream().filter(p -> !known.containsKey(p)).toList();
    note(fresh, next);
    fresh.forEach(partition -> known.put(partition, next));
    Map<Integer, List<TopicPartition>> readers = new TreeMap<>();
    for (TopicPartition partition : partitions) {
      readers.computeIfAbsent(known.get(partition), r -> new ArrayList<>()).add(partition);
    }
    return readers.entrySet().stream().map(r -> new Joined(r.getKey(), r.getValue())).toList();
  }

  private Map<TopicPartition, Integer> known() throws SQLException {
    Map<TopicPartition, Integer> known = new HashMap<>();
    try (Connection connection = database.connect();
        PreparedStatement select =
            connection.prepareStatement("SELECT topic, partition, joined FROM topic_partitions");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        known.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getInt(3));
      }
    }
    return known;
  }

  private void note(List<TopicPartition> partitions, int reader) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO topic_partitions (topic, partition, joined) VALUES (?, ?, ?)"
                    + " ON CONFLICT DO NOTHING")) {
      for (TopicPartition partition : partitions) {
        insert.setString(1, partition.topic());
        insert.setInt(2, partition.partition());
        insert.setInt(3, reader);
        insert.executeUpdate();
      }
    }
  }
}
