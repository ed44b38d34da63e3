package dev.tidemark.station.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.UserError;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Looks into the topic for records of replays that were cut off before they could note them. */
final class SentAlready {

  static final String ORIGIN = "tidemark-origin";
  static final String REPLAY = "tidemark-replay";

  /** How far the clocks of this machine, the broker and the database may differ. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaSettings kafka;

  SentAlready(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /** Where the records of these claims are; those that were never sent are missing. */
  Map<RecordId, Long> find(List<Claims.Claim> claims) {
    Map<TopicPartition, List<Claims.Claim>> byPartition =
        claims.stream()
            .collect(
                Collectors.groupingBy(
                    claim -> new TopicPartition(claim.id().topic(), claim.id().partition())));
    Map<String, Object> config = kafka.consumer();
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    Map<RecordId, Long> found = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
      byPartition.forEach((partition, left) -> found.putAll(find(consumer, partition, left)));
    }
    return found;
  }

  private static Map<RecordId, Long> find(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, List<Claims.Claim> left) {
    Map<String, RecordId> wanted =
        left.stream().collect(Collectors.toMap(c -> c.replay() + "@" + c.id(), Claims.Claim::id));
    long since = left.stream().mapToLong(claim -> claim.at().toEpochMilli()).min().orElseThrow();
    consumer.assign(List.of(partition));
    long end = consumer.endOffsets(List.of(partition), PATIENCE).get(partition);
    OffsetAndTimestamp start =
        consumer
            .offsetsForTimes(Map.of(partition, since - CLOCKS_DIFFER.toMillis()), PATIENCE)
            .get(partition);
    consumer.seek(partition, start == null ? end : start.offset());
    Map<RecordId, Long> found = new HashMap<>();
    long movedAt = System.nanoTime();
    while (consumer.position(partition, PATIENCE) < end) {
      long before = consumer.position(partition, PATIENCE);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
        RecordId id = wanted.get(name(record.headers()));
        if (id != null) {
          found.put(id, record.offset());
        }
      }
      if (consumer.position(partition, PATIENCE) > before) {
        movedAt = System.nanoTime();
      } else if (System.nanoTime() - movedAt > PATIENCE.toNanos()) {
        throw new UserError(
            "Kafka does not hand out " + partition + " from offset " + before + " on.",
            "Nothing was sent. Check the broker with doctor, then replay again.");
      }
    }
    return found;
  }

  private static String name(Headers headers) {
    return text(headers.lastHeader(REPLAY)) + "@" + text(headers.lastHeader(ORIGIN));
  }

  private static String text(Header header) {
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }
}
