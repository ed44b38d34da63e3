package dev.tidemark.station.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.Topics;
import dev.tidemark.run.UserError;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the partitions of a source are copied: a compacted topic beside the copy, written in the
 * same transactions as the records, so that the two never disagree.
 */
final class Places {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaSettings target;
  private final String topic;
  private final String source;

  /**
   * @param copy the topic that is written
   * @param clusterId of the source
   * @param sourceTopic the topic that is read
   */
  Places(KafkaSettings target, String copy, String clusterId, String sourceTopic) {
    this.target = target;
    this.topic = copy + "-mirror-offsets";
    this.source = clusterId + "/" + sourceTopic + "/";
  }

  /** Makes the topic that holds them unless it is there. */
  void ensure(Topics topics) {
    topics.ensure(
        new NewTopic(topic, Optional.of(1), Optional.empty())
            .configs(Map.of("cleanup.policy", "compact")));
  }

  /** What is committed, by partition. */
  Map<Integer, Place> read() {
    Map<Integer, Place> places = new HashMap<>();
    TopicPartition only = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(target.consumer())) {
      consumer.assign(List.of(only));
      consumer.seekToBeginning(List.of(only));
      // Read committed: the end lies before the first transaction that is open, and none of ours
      // is.
      long end = consumer.endOffsets(List.of(only)).get(only);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (consumer.position(only) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
          String key = new String(record.key(), UTF_8);
          if (key.startsWith(source)) {
            places.put(
                Integer.valueOf(key.substring(source.length())),
                Place.of(new String(record.value(), UTF_8)));
          }
        }
        if (System.nanoTime() > deadline) {
          throw new UserError(
              "The topic " + topic + " cannot be read to its end.",
              "Check that the target's brokers are up, and run it again.");
        }
      }
    }
    return places;
  }

  /** The record that moves a place, to be sent in the transaction of what was copied. */
  ProducerRecord<byte[], byte[]> record(int partition, Place place) {
    return new ProducerRecord<>(
        topic, 0, (source + partition).getBytes(UTF_8), place.toString().getBytes(UTF_8));
  }
}
