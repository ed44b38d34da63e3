package dev.tidemark.read;

import dev.tidemark.event.Block;
import dev.tidemark.event.Lateness;
import dev.tidemark.parse.EventParser;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
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

  /** What is read and how it is understood. */
  public record Reading(
      KafkaSettings kafka,
      List<TopicPartition> partitions,
      FieldMap fields,
      Limits limits,
      Lateness lateness,
      Duration idleAfter,
      boolean byEventId)
      implements Serializable {

    Packer packer() {
      return new Packer(new EventParser(fields, limits));
    }
  }

  public ReadEvents(Reading reading) {
    this.reading = reading;
  }

  @Override
  public PCollection<Block> expand(PBegin begin) {
    Reading reading = this.reading;
    return begin
        .apply(
            "Poll",
            KafkaIO.readBytes()
                .withBootstrapServers(reading.kafka().bootstrapServers())
                .withTopicPartitions(reading.partitions())
                .withConsumerConfigUpdates(reading.kafka().consumerOfBeam())
                .withConsumerFactoryFn(config -> new BlockConsumer(config, reading.packer()))
                .withKeyDeserializer(ByteArrayDeserializer.class)
                .withValueDeserializer(ByteArrayDeserializer.class)
                .withTimestampPolicyFactory(
                    (partition, previous) ->
                        new EventClock(reading.lateness(), reading.idleAfter(), previous))
                .commitOffsetsInFinalize())
        .apply("Key by partition", ParDo.of(new KeyByPartition()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()))
        .apply(
            "Once per offset", ParDo.of(new OncePerOffset(reading.lateness(), reading.byEventId())))
        .setCoder(new BlockCoder());
  }

  static final class KeyByPartition extends DoFn<KafkaRecord<byte[], byte[]>, KV<String, byte[]>> {
    @ProcessElement
    public void process(
        @Element KafkaRecord<byte[], byte[]> block, OutputReceiver<KV<String, byte[]>> keyed) {
      keyed.output(KV.of(block.getTopic() + "/" + block.getPartition(), block.getKV().getValue()));
    }
  }
}
