package dev.tidemark.station.pulse;

import dev.tidemark.read.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Finds out, by trying to read them, whether the last offsets of partitions hold any record. */
public final class Rest {

  /** The offsets from one to another, exclusive. */
  public record Stretch(long from, long to) {}

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final KafkaSettings kafka;

  public Rest(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /**
   * Which stretches hold a record (false) or none (true); those not answered in time are left out.
   */
  public Map<TopicPartition, Boolean> areEmpty(Map<TopicPartition, Stretch> stretches) {
    Map<String, Object> config = new HashMap<>(kafka.consumer());
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 64 << 10);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    Map<TopicPartition, Boolean> answers = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
      consumer.assign(stretches.keySet());
      stretches.forEach((partition, stretch) -> consumer.seek(partition, stretch.from()));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (answers.size() < stretches.size() && System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          answers.putIfAbsent(partition, record.offset() >= stretches.get(partition).to());
        }
        for (TopicPartition partition : unanswered(stretches.keySet(), answers)) {
          if (consumer.position(partition, PATIENCE) >= stretches.get(partition).to()) {
            answers.put(partition, true);
          }
        }
        consumer.pause(answers.keySet());
      }
    }
    return answers;
  }

  private static List<TopicPartition> unanswered(
      Set<TopicPartition> all, Map<TopicPartition, Boolean> answers) {
    Set<TopicPartition> left = new HashSet<>(all);
    left.removeAll(answers.keySet());
    return List.copyOf(left);
  }
}
