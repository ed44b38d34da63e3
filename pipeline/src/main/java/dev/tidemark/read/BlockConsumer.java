package dev.tidemark.read;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer whose poll gives one record a partition: a block of all the records that it fetched.
 *
 * <p>The block takes the last offset that was read, so the position that KafkaIO derives and keeps
 * in its checkpoint is the right one. The last offsets of a partition may hold nothing to deliver:
 * marks that end transactions, what was aborted, what compaction took. They come as an empty block,
 * and so nothing counts as left to read that never can be, while the records of an open transaction
 * do.
 */
final class BlockConsumer extends KafkaConsumer<byte[], byte[]> {

  private static final Logger log = LoggerFactory.getLogger(BlockConsumer.class);
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final Packer packer;

  /** The first offset of each partition that no block has covered. */
  private final Map<TopicPartition, Long> next = new HashMap<>();

  private final List<TopicPartition> elsewhere;

  /**
   * @param elsewhere partitions of which nothing is read, though they are assigned
   */
  BlockConsumer(Map<String, Object> config, Packer packer, List<TopicPartition> elsewhere) {
    super(config);
    this.packer = packer;
    this.elsewhere = elsewhere;
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
    pause(partitions.stream().filter(elsewhere::contains).toList());
  }

  @Override
  public void seek(TopicPartition partition, long offset) {
    super.seek(partition, offset);
    next.put(partition, offset);
  }

  @Override
  public long position(TopicPartition partition) {
    long position = super.position(partition);
    next.putIfAbsent(partition, position);
    return position;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    return inBlocks(fetch(timeout));
  }

  /** KafkaIO still calls this one. */
  @Override
  @Deprecated
  public ConsumerRecords<byte[], byte[]> poll(long timeoutMillis) {
    return inBlocks(fetch(Duration.ofMillis(timeoutMillis)));
  }

  private ConsumerRecords<byte[], byte[]> fetch(Duration timeout) {
    try {
      return super.poll(timeout);
    } catch (OffsetOutOfRangeException outside) {
      outside.offsetOutOfRangePartitions().forEach(this::stepOverDeleted);
      return ConsumerRecords.empty();
    }
  }

  /**
   * Goes on where records are left. A partition that ends before the offset is another one of the
   * same name, whose offsets mean other records: going on would take new records for known ones.
   */
  private void stepOverDeleted(TopicPartition partition, long offset) {
    long beginning = beginningOffsets(Set.of(partition)).get(partition);
    if (beginning <= offset) {
      throw new IllegalStateException(
          "%s has no offset %d, which was to be read next: the topic was made anew, or its broker"
                  .formatted(partition, offset)
              + " has lost records");
    }
    log.error(
        "The broker has deleted {} offsets of {} before they were read, from {} to {}: keep records"
            + " longer (retention.ms), or read them sooner",
        beginning - offset,
        partition,
        offset,
        beginning - 1);
    seek(partition, beginning);
  }

  private ConsumerRecords<byte[], byte[]> inBlocks(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> blocks = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> consecutive = records.records(partition);
      byte[] block = packer.pack(consecutive).toBytes();
      long last = consecutive.get(consecutive.size() - 1).offset();
      add(blocks, partition, Math.max(last, reached(partition, last + 1) - 1), block);
    }
    Set<TopicPartition> assigned = assignment();
    for (TopicPartition partition : List.copyOf(next.keySet())) {
      long known = next.get(partition);
      if (!blocks.containsKey(partition) && assigned.contains(partition)) {
        long reached = reached(partition, known);
        if (reached > known) {
          add(blocks, partition, reached - 1, Packer.nothing(partition).toBytes());
        }
      }
    }
    return blocks.isEmpty() ? ConsumerRecords.empty() : new ConsumerRecords<>(blocks);
  }

  private void add(
      Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> blocks,
      TopicPartition partition,
      long last,
      byte[] block) {
    next.put(partition, last + 1);
    blocks.put(
        partition,
        List.of(new ConsumerRecord<>(partition.topic(), partition.partition(), last, null, block)));
  }

  /** Where the next fetch begins; what is known when that is not settled yet. */
  private long reached(TopicPartition partition, long known) {
    try {
      return position(partition, AT_ONCE);
    } catch (TimeoutException unsettled) {
      log.debug("The position in {} is not settled", partition, unsettled);
      return known;
    }
  }
}
