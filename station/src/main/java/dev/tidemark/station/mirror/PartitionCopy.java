package dev.tidemark.station.mirror;

import dev.tidemark.read.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The copy of one partition: a producer whose transactions hold records and the place behind them.
 *
 * <p>The transactional id names the partition, so of two programs that copy it the older one is
 * shut out by the broker, and what a dead one left open is aborted before its places are read.
 */
final class PartitionCopy implements AutoCloseable {

  private static final int TRANSACTION_MILLIS = 300_000;

  private final TopicPartition source;
  private final String target;
  private final boolean samePartition;
  private final String topicId;
  private final KafkaProducer<byte[], byte[]> producer;
  private boolean open;
  private long copied;
  private long skipped;
  private long nextOffset;

  PartitionCopy(
      KafkaSettings cluster,
      String target,
      TopicPartition source,
      boolean samePartition,
      String id,
      String topicId) {
    this.source = source;
    this.target = target;
    this.samePartition = samePartition;
    this.topicId = topicId;
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 << 20);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TRANSACTION_MILLIS);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_MILLIS);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.putAll(cluster.client());
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Shuts out whoever copied this partition before; then what is committed stays as it is. */
  void begin() {
    producer.initTransactions();
  }

  TopicPartition source() {
    return source;
  }

  /** Goes on where the place says. */
  void goOnAt(long offset) {
    nextOffset = offset;
  }

  /** Starts there, and notes it at once: the next program must not choose anew. */
  void startAt(long offset, Places places, Tally tally) {
    nextOffset = offset;
    producer.beginTransaction();
    open = true;
    commit(places, tally);
  }

  /** Takes records in order, up to the first that may not be copied any more. */
  void take(List<ConsumerRecord<byte[], byte[]>> records, Wanted wanted, Tally tally) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      boolean copy = wanted.has(record);
      if (copy && !tally.take()) {
        return;
      }
      if (!open) {
        producer.beginTransaction();
        open = true;
      }
      if (copy) {
        send(
            new ProducerRecord<>(
                target,
                samePartition ? record.partition() : null,
                record.timestamp() < 0 ? null : record.timestamp(),
                record.key(),
                record.value(),
                record.headers()));
        copied++;
      } else {
        skipped++;
      }
      nextOffset = record.offset() + 1;
    }
  }

  /** What fails here fails the transaction, which says so when it is committed. */
  private void send(ProducerRecord<byte[], byte[]> record) {
    Future<RecordMetadata> unused = producer.send(record);
  }

  /** Commits what was taken, with the place behind it. */
  void commit(Places places, Tally tally) {
    if (!open) {
      return;
    }
    send(places.record(source.partition(), new Place(topicId, nextOffset)));
    producer.commitTransaction();
    open = false;
    tally.committed(copied, skipped);
    copied = 0;
    skipped = 0;
  }

  /** The first record that was not taken. */
  long nextOffset() {
    return nextOffset;
  }

  /** Leaves an open transaction to the next one that begins; it is never committed. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
