package dev.tidemark.read;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer whose poll gives one record a partition: a block of all the records that it fetched.
 *
 * <p>The block takes the offset of its last record, so the position that KafkaIO derives and keeps
 * in its checkpoint is the right one.
 */
final class BlockConsumer extends KafkaConsumer<byte[], byte[]> {

  private final Packer packer;

  BlockConsumer(Map<String, Object> config, Packer packer) {
    super(config);
    this.packer = packer;
  }

  /**
   * A read that has no checkpoint begins at the beginning, whatever the group has committed: rows
   * are absolute, so windows that were counted before come out the same, and windows that were not
   * finished come out whole.
   */
  @Override
  public void assign(Collection<TopicPartition> partitions) {
    super.assign(partitions);
    seekToBeginning(partitions);
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    return inBlocks(super.poll(timeout));
  }

  /** KafkaIO still calls this one. */
  @Override
  @Deprecated
  public ConsumerRecords<byte[], byte[]> poll(long timeoutMillis) {
    return inBlocks(super.poll(Duration.ofMillis(timeoutMillis)));
  }

  private ConsumerRecords<byte[], byte[]> inBlocks(ConsumerRecords<byte[], byte[]> records) {
    if (records.isEmpty()) {
      return records;
    }
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> blocks = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> consecutive = records.records(partition);
      byte[] block = packer.pack(consecutive).toBytes();
      long last = consecutive.get(consecutive.size() - 1).offset();
      blocks.put(
          partition,
          List.of(
              new ConsumerRecord<>(partition.topic(), partition.partition(), last, null, block)));
    }
    return new ConsumerRecords<>(blocks);
  }
}
