package dev.tidemark.read;

import dev.tidemark.event.Block;
import dev.tidemark.event.EvenKeys;
import dev.tidemark.event.Lateness;
import dev.tidemark.parse.EventParser;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics for ever, in blocks of records whose fates are decided.
 *
 * <p>Records are parsed where they are packed, in the thread that polls: the watermark needs their
 * event times before any other step sees them.
 */
public final class ReadEvents extends PTransform<PBegin, PCollection<Block>> {

  private final Reading reading;
  private final List<Joined> joined;
  private final int subtasks;

  /**
   * What is read and how it is understood.
   *
   * @param whole whether keys and headers of records are kept, too
   */
  public record Reading(
      KafkaSettings kafka,
      List<TopicPartition> partitions,
      FieldMap fields,
      Limits limits,
      Lateness lateness,
      Duration idleAfter,
      boolean byEventId,
      boolean whole)
      implements Serializable {

    /** Of records their values alone. */
    public Reading(
        KafkaSettings kafka,
        List<TopicPartition> partitions,
        FieldMap fields,
        Limits limits,
        Lateness lateness,
        Duration idleAfter,
        boolean byEventId) {
      this(kafka, partitions, fields, limits, lateness, idleAfter, byEventId, false);
    }

    Packer packer() {
      return new Packer(new EventParser(fields, limits), whole);
    }
  }

  /** All partitions of a stream that begins. */
  public ReadEvents(Reading reading) {
    this(reading, List.of(new Joined(0, reading.partitions())), 1);
  }

  /**
   * A stream that may go on from a checkpoint. The readers in there know their partitions and take
   * no more, so partitions that joined later have a reader of their own.
   *
   * @param subtasks how many of them every reader is cut into: one without a partition would hold
   *     the watermark for ever, so readers of fewer partitions are given some that are read
   *     elsewhere, to look after and not to read
   */
  public ReadEvents(Reading reading, List<Joined> joined, int subtasks) {
    this.reading = reading;
    this.joined = List.copyOf(joined);
    this.subtasks = subtasks;
  }

  @Override
  public PCollection<Block> expand(PBegin begin) {
    PCollectionList<KafkaRecord<byte[], byte[]>> polled =
        PCollectionList.empty(begin.getPipeline());
    for (Joined reader : joined) {
      String name = reader.reader() == 0 ? "Poll" : "Poll " + reader.reader();
      polled = polled.and(begin.apply(name, poll(reading, reader.partitions(), padding(reader))));
    }
    return (joined.size() == 1 ? polled.get(0) : polled.apply("All", Flatten.pCollections()))
        .apply("Key by partition", ParDo.of(new KeyByPartition()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()))
        .apply(
            "Once per offset", ParDo.of(new OncePerOffset(reading.lateness(), reading.byEventId())))
        .setCoder(new BlockCoder());
  }

  private List<TopicPartition> padding(Joined reader) {
    return reading.partitions().stream()
        .filter(partition -> !reader.partitions().contains(partition))
        .limit(Math.max(0, subtasks - reader.partitions().size()))
        .toList();
  }

  private static KafkaIO.Read<byte[], byte[]> poll(
      Reading reading, List<TopicPartition> partitions, List<TopicPartition> elsewhere) {
    return KafkaIO.readBytes()
        .withBootstrapServers(reading.kafka().bootstrapServers())
        .withTopicPartitions(Stream.concat(partitions.stream(), elsewhere.stream()).toList())
        .withConsumerConfigUpdates(reading.kafka().consumerOfBeam())
        .withConsumerFactoryFn(config -> new BlockConsumer(config, reading.packer(), elsewhere))
        .withKeyDeserializer(ByteArrayDeserializer.class)
        .withValueDeserializer(ByteArrayDeserializer.class)
        .withTimestampPolicyFactory(
            (partition, previous) ->
                elsewhere.contains(partition)
                    ? new ReadElsewhere()
                    : new EventClock(reading.lateness(), reading.idleAfter(), previous))
        .commitOffsetsInFinalize();
  }

  static final class KeyByPartition extends DoFn<KafkaRecord<byte[], byte[]>, KV<String, byte[]>> {
    private transient Map<TopicPartition, String> keys;

    @Setup
    public void setup() {
      keys = new HashMap<>();
    }

    @ProcessElement
    public void process(
        @Element KafkaRecord<byte[], byte[]> block, OutputReceiver<KV<String, byte[]>> keyed) {
      String key =
          keys.computeIfAbsent(
              new TopicPartition(block.getTopic(), block.getPartition()),
              partition -> EvenKeys.of(partition.topic(), partition.partition()));
      keyed.output(KV.of(key, block.getKV().getValue()));
    }
  }
}
