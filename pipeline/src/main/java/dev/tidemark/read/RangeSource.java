package dev.tidemark.read;

import dev.tidemark.event.Block;
import dev.tidemark.read.ReadEvents.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A bounded source that splits into one part a range and reads each in the order of its offsets,
 * with a keeper beside it: a repeated read gives the same records the same fates.
 *
 * <p>A source is pulled, so a range may be larger than memory; a function over ranges would have to
 * hold its whole output on Spark.
 */
final class RangeSource extends BoundedSource<Block> {

  /** A broker that delivers nothing for so long has a trouble that waiting does not mend. */
  private static final Duration NO_PROGRESS = Duration.ofMinutes(2);

  private final Reading reading;
  private final List<Range> ranges;

  RangeSource(Reading reading, List<Range> ranges) {
    this.reading = reading;
    this.ranges = List.copyOf(ranges);
  }

  @Override
  public List<RangeSource> split(long desiredBundleSizeBytes, PipelineOptions options) {
    return ranges.stream().map(range -> new RangeSource(reading, List.of(range))).toList();
  }

  /** A guess by the number of records: engines only use it to choose a number of splits. */
  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return ranges.stream().mapToLong(range -> 400 * (range.to() - range.from())).sum();
  }

  @Override
  public Coder<Block> getOutputCoder() {
    return new BlockCoder();
  }

  @Override
  public BoundedReader<Block> createReader(PipelineOptions options) {
    return new RangeReader(this);
  }

  private static final class RangeReader extends BoundedReader<Block> {
    private final RangeSource source;
    private final Packer packer;
    private int next;
    private Range range;
    private TopicPartition partition;
    private Keeper keeper;
    private KafkaConsumer<byte[], byte[]> consumer;
    private Block block;

    RangeReader(RangeSource source) {
      this.source = source;
      this.packer = source.reading.packer();
    }

    @Override
    public boolean start() throws IOException {
      Map<String, Object> config = source.reading.kafka().consumer();
      // Records that are deleted between plan and read are an error, not a gap to step over.
      config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
      consumer = new KafkaConsumer<>(config);
      return advance();
    }

    @Override
    public boolean advance() throws IOException {
      while (range != null || openNext()) {
        if (readBlock()) {
          return true;
        }
        range = null;
      }
      return false;
    }

    private boolean openNext() {
      if (next == source.ranges.size()) {
        return false;
      }
      range = source.ranges.get(next++);
      partition = new TopicPartition(range.topic(), range.partition());
      consumer.assign(List.of(partition));
      consumer.seek(partition, range.from());
      keeper =
          Keeper.goingOn(
              source.reading.lateness(),
              range.from(),
              range.maxEventMicros(),
              source.reading.byEventId());
      return true;
    }

    /**
     * The position decides, not the offsets seen: the last records of a range may be control
     * records of transactions, which are never delivered.
     */
    private boolean readBlock() throws IOException {
      long position = consumer.position(partition);
      long progress = System.nanoTime();
      while (position < range.to()) {
        List<ConsumerRecord<byte[], byte[]>> records =
            consumer.poll(Duration.ofSeconds(1)).records(partition).stream()
                .filter(record -> record.offset() < range.to())
                .toList();
        if (!records.isEmpty()) {
          block = keeper.keep(packer.pack(records));
          return true;
        }
        long before = position;
        position = consumer.position(partition);
        if (position > before) {
          progress = System.nanoTime();
        } else if (System.nanoTime() - progress > NO_PROGRESS.toNanos()) {
          throw new IOException(
              partition
                  + " gave no records for "
                  + NO_PROGRESS.toMinutes()
                  + " minutes at offset "
                  + position
                  + " of "
                  + range.to()
                  + ": is a transaction open, or the broker away?");
        }
      }
      return false;
    }

    @Override
    public Block getCurrent() {
      if (block == null) {
        throw new NoSuchElementException();
      }
      return block;
    }

    @Override
    public BoundedSource<Block> getCurrentSource() {
      return source;
    }

    @Override
    public void close() {
      if (consumer != null) {
        consumer.close(Duration.ofSeconds(5));
      }
    }
  }
}
