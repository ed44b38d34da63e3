package dev.tidemark.station.logs;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.Topics;
import dev.tidemark.run.UserError;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** The bookmarks of all logs, in a compacted topic beside the events. */
final class Bookmarks {

  static final String TOPIC = "tidemark_imports";

  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final KafkaSettings kafka;

  Bookmarks(KafkaSettings kafka) {
    this.kafka = kafka;
    try (Topics topics = new Topics(kafka)) {
      topics.ensure(
          new NewTopic(TOPIC, Optional.of(1), Optional.empty())
              .configs(Map.of("cleanup.policy", "compact")));
    }
  }

  /** Where the import of a log goes on; at its beginning for one that was never seen. */
  Bookmark of(LogFile log, String topic) throws IOException {
    Bookmark found = null;
    for (Bookmark bookmark : all().values()) {
      boolean same =
          bookmark.topic().equals(topic) && bookmark.id().equals(log.digest(bookmark.idBytes()));
      if (same && (found == null || found.idBytes() < bookmark.idBytes())) {
        found = bookmark;
      }
    }
    if (found != null) {
      return found;
    }
    int length = log.headLength();
    return new Bookmark(log.digest(length), length, topic, log.name(), 0, 0, null);
  }

  private Map<String, Bookmark> all() throws IOException {
    Map<String, Bookmark> bookmarks = new HashMap<>();
    Map<String, Object> config = kafka.consumer();
    long end = end(config);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (consumer.position(PARTITION) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          Bookmark bookmark = Bookmark.read(record.value());
          bookmarks.put(bookmark.key(), bookmark);
        }
        if (System.nanoTime() > deadline) {
          throw new UserError(
              "Another import holds " + TOPIC + " open.", "Wait until it has ended, or stop it.");
        }
      }
    }
    return bookmarks;
  }

  /** Behind open transactions, too: one that is decided only now may hold the bookmark. */
  private static long end(Map<String, Object> committed) {
    Map<String, Object> config = new HashMap<>(committed);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
      return consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
    }
  }
}
