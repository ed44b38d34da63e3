package dev.tidemark.station.logs;

import dev.tidemark.event.Lateness;
import dev.tidemark.parse.EventParser;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;
import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** How new the events at the end of a topic are, for older ones behind them would be late. */
final class NewestEvents {

  private static final int RECORDS = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private NewestEvents() {}

  /** Events before this time would be late in some partition. */
  static Instant lateBefore(KafkaSettings kafka, String topic) {
    long newest = Long.MIN_VALUE;
    try (Topics topics = new Topics(kafka);
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer())) {
      List<TopicPartition> partitions = topics.partitions(topic);
      Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      ends.forEach(
          (partition, end) ->
              consumer.seek(partition, Math.max(first.get(partition), end - RECORDS)));
      EventParser parser = new EventParser(FieldMap.standard(), Limits.DEFAULT);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline
          && ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          byte[] value = record.value();
          if (value != null && parser.parse(value, 0, value.length, record.timestamp())) {
            newest = Math.max(newest, parser.eventMicros());
          }
        }
      }
    }
    long oldest = Lateness.DEFAULT.oldestMicros(newest);
    return oldest == Long.MIN_VALUE ? Instant.MIN : Instant.ofEpochMilli(oldest / 1000);
  }
}
