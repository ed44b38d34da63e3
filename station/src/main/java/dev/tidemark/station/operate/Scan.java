package dev.tidemark.station.operate;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads the committed records between two offsets of each partition, without a group. */
final class Scan {

  /** The offsets from one to another, exclusive. */
  record Stretch(long from, long to) {}

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Scan() {}

  /**
   * Reads all of it.
   *
   * @param progress told how many offsets are behind it
   */
  static void read(
      KafkaSettings kafka,
      Map<TopicPartition, Stretch> stretches,
      Consumer<ConsumerRecord<byte[], byte[]>> records,
      LongConsumer progress) {
    List<TopicPartition> left = new ArrayList<>();
    stretches.forEach(
        (partition, stretch) -> {
          if (stretch.from() < stretch.to()) {
            left.add(partition);
          }
        });
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
      consumer.assign(left);
      left.forEach(partition -> consumer.seek(partition, stretches.get(partition).from()));
      long done = -1;
      long movedAt = System.nanoTime();
      while (!left.isEmpty()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
          TopicPartition at = new TopicPartition(record.topic(), record.partition());
          if (record.offset() < stretches.get(at).to()) {
            records.accept(record);
          }
        }
        // The position, because the last offsets may hold marks of transactions and no record.
        left.removeIf(at -> consumer.position(at, PATIENCE) >= stretches.get(at).to());
        long now = behind(consumer, stretches);
        progress.accept(now);
        if (now > done) {
          done = now;
          movedAt = System.nanoTime();
        } else if (System.nanoTime() - movedAt > PATIENCE.toNanos()) {
          throw new UserError(
              "Kafka has handed nothing out for %d s, of %s.".formatted(PATIENCE.toSeconds(), left),
              "Check the broker with doctor.");
        }
        consumer.assign(List.copyOf(left));
      }
    }
  }

  private static long behind(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Stretch> stretches) {
    long behind = 0;
    for (Map.Entry<TopicPartition, Stretch> each : stretches.entrySet()) {
      Stretch stretch = each.getValue();
      long position =
          consumer.assignment().contains(each.getKey())
              ? Math.min(consumer.position(each.getKey(), PATIENCE), stretch.to())
              : stretch.to();
      behind += Math.max(0, position - stretch.from());
    }
    return behind;
  }

  static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings kafka) {
    Map<String, Object> config = new HashMap<>(kafka.consumer());
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(config);
  }
}
