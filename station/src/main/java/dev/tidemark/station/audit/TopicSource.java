package dev.tidemark.station.audit;

import dev.tidemark.run.UserError;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** Kafka itself: each partition from its first record on. */
final class TopicSource implements Source {

  private static final Duration NO_PROGRESS = Duration.ofMinutes(1);
  private static final long[] STEPS_BACK = {100, 10_000, Long.MAX_VALUE};

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final BiFunction<TopicPartition, Long, PartitionOrder> orders;
  private final Map<TopicPartition, PartitionOrder> order = new HashMap<>();

  /**
   * @param orders makes the order of a partition whose first record has an offset
   */
  TopicSource(
      Map<String, Object> config,
      List<TopicPartition> partitions,
      BiFunction<TopicPartition, Long, PartitionOrder> orders) {
    // Records that are deleted meanwhile are an error, not a gap to step over.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    this.consumer = new KafkaConsumer<>(config);
    this.partitions = partitions;
    this.orders = orders;
  }

  @Override
  public Map<TopicPartition, Span> spans() {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Span> spans = new HashMap<>();
    consumer
        .endOffsets(partitions)
        .forEach((partition, end) -> spans.put(partition, new Span(begins.get(partition), end)));
    return spans;
  }

  /** The very last offsets may be control records of transactions, which nobody is given. */
  @Override
  public long last(TopicPartition partition, Span span) {
    long[] last = {span.begin() - 1};
    for (long back : STEPS_BACK) {
      long from = back > span.size() ? span.begin() : span.end() - back;
      poll(partition, new Span(from, span.end()), record -> last[0] = record.offset());
      if (last[0] >= from) {
        break;
      }
    }
    return last[0];
  }

  @Override
  public void read(TopicPartition partition, Span span, Taker taker) throws SQLException {
    PartitionOrder of = order.computeIfAbsent(partition, p -> orders.apply(p, span.begin()));
    poll(
        partition,
        span,
        record ->
            taker.take(
                of.next(
                    new TopicRecord(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        record.value()))));
  }

  @FunctionalInterface
  private interface Receiver<E extends Exception> {
    void receive(ConsumerRecord<byte[], byte[]> record) throws E;
  }

  private <E extends Exception> void poll(TopicPartition partition, Span span, Receiver<E> receiver)
      throws E {
    consumer.assign(List.of(partition));
    consumer.seek(partition, span.begin());
    long progress = System.nanoTime();
    long position = span.begin();
    while (position < span.end()) {
      try {
        for (ConsumerRecord<byte[], byte[]> record :
            consumer.poll(Duration.ofSeconds(1)).records(partition)) {
          if (record.offset() < span.end()) {
            receiver.receive(record);
          }
        }
      } catch (OffsetOutOfRangeException deleted) {
        throw new UserError(
            "The broker deleted records of " + partition + " before they were read.",
            "Run it again.");
      }
      long before = position;
      position = consumer.position(partition);
      if (position > before) {
        progress = System.nanoTime();
      } else if (System.nanoTime() - progress > NO_PROGRESS.toNanos()) {
        throw new UserError(
            "%s gave no records for %d s at offset %d of %d."
                .formatted(partition, NO_PROGRESS.toSeconds(), position, span.end()),
            "Check that the broker is up and that no transaction is open.");
      }
    }
  }

  @Override
  public boolean knowsAllFates() {
    return true;
  }

  @Override
  public void close() {
    consumer.close(Duration.ofSeconds(5));
  }
}
