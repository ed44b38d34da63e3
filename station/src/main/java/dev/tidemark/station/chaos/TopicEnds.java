package dev.tidemark.station.chaos;

import dev.tidemark.read.KafkaSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** How many records a topic holds, as its broker says. */
final class TopicEnds {

  private TopicEnds() {}

  /** The records of each partition, on a topic without transactions and with nothing deleted. */
  static Map<Integer, Long> records(KafkaSettings kafka, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      Map<Integer, Long> records = new TreeMap<>();
      consumer
          .endOffsets(partitions)
          .forEach((partition, end) -> records.put(partition.partition(), end));
      return records;
    }
  }
}
