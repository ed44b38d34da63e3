package dev.tidemark.station.web.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What has arrived in a topic. */
final class WrittenTopic {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String bootstrapServers;
  private final String name;

  WrittenTopic(String bootstrapServers, String name) {
    this.bootstrapServers = bootstrapServers;
    this.name = name;
  }

  /** All events that are there now. */
  List<JsonNode> events() throws JsonProcessingException {
    List<JsonNode> events = new ArrayList<>();
    for (String value : values()) {
      events.add(JSON.readTree(value));
    }
    return events;
  }

  JsonNode only() throws JsonProcessingException {
    List<JsonNode> events = events();
    if (events.size() != 1) {
      throw new AssertionError("not one event but " + events);
    }
    return events.get(0);
  }

  /** Waits until there are so many events. */
  List<JsonNode> await(int count) throws JsonProcessingException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    List<JsonNode> events = events();
    while (events.size() < count) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not " + count + " events but " + events);
      }
      events = events();
    }
    return events;
  }

  private List<String> values() {
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(name).stream()
              .map(partition -> new TopicPartition(name, partition.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> values.add(new String(record.value(), UTF_8)));
      }
    }
    return values;
  }
}
