package dev.tidemark.bench.limit;

import dev.tidemark.bench.race.Course;
import dev.tidemark.parse.EventParser;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;
import dev.tidemark.read.KafkaSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** One thread that reads some partitions to their ends and counts what it finds. */
final class Reading implements Callable<Results> {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int MOST_RECORDS = 100_000;

  private final Course course;
  private final List<TopicPartition> partitions;
  private final EventParser parser = new EventParser(FieldMap.standard(), Limits.DEFAULT);
  private final Results results = new Results();

  Reading(Course course, List<TopicPartition> partitions) {
    this.course = course;
    this.partitions = partitions;
  }

  @Override
  public Results call() {
    // The consumer of the pipeline, which fetches much at a time.
    Map<String, Object> config = new KafkaSettings(course.kafka(), "limit", Map.of()).consumer();
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (isBefore(consumer, ends)) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(PATIENCE);
        for (TopicPartition partition : records.partitions()) {
          count(records.records(partition));
        }
      }
    }
    return results;
  }

  private static boolean isBefore(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
  }

  private void count(Collection<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      byte[] value = record.value();
      if (parser.parse(value, 0, value.length, record.timestamp())) {
        long millis = Math.floorDiv(parser.eventMicros(), 1000L);
        if (millis < course.endMillis()) {
          results.add(parser, millis);
        }
      }
    }
  }
}
