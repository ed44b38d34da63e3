package dev.tidemark.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.tidemark.event.Block;
import dev.tidemark.event.Fate;
import dev.tidemark.event.Field;
import dev.tidemark.event.Lateness;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;
import dev.tidemark.read.ReadEvents.Reading;
import dev.tidemark.servers.Broker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.beam.sdk.io.BoundedSource.BoundedReader;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bounded reads of a real broker, on topics written with and without transactions. */
@Timeout(60)
class ReadRangesTest {
  private static final long NOON = 1_767_614_400L;
  private static Broker broker;

  @BeforeAll
  static void startBroker() {
    broker = Broker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void everyRecordOfARangeIsReadOnceInTheOrderOfItsOffsets() throws IOException {
    broker.createTopic("plain", 2);
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      IntStream.range(0, 3_000).forEach(i -> send(producer, "plain", i % 2, i));
    }

    List<Block> blocks = read(range("plain", 0, 100, 1_200), range("plain", 1, 0, 1_500));

    assertThat(offsets(blocks, 0), is(IntStream.range(100, 1_200).boxed().toList()));
    assertThat(offsets(blocks, 1), is(IntStream.range(0, 1_500).boxed().toList()));
    assertThat(urls(blocks, 0).get(0), is("/200"));
    assertThat(blocks.size(), lessThan(100));
  }

  @Test
  void whatWasAbortedIsNotReadAndControlRecordsEndARangeLikeAnyOther() throws IOException {
    broker.createTopic("transactional", 1);
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "shop"))) {
      producer.initTransactions();
      for (int transaction = 0; transaction < 6; transaction++) {
        producer.beginTransaction();
        send(producer, "transactional", 0, 2 * transaction);
        send(producer, "transactional", 0, 2 * transaction + 1);
        if (transaction % 2 == 0) {
          producer.commitTransaction();
        } else {
          producer.flush();
          producer.abortTransaction();
        }
      }
    }
    long end = end("transactional");

    assertThat(end, is(18L));
    assertThat(
        urls(read(range("transactional", 0, 0, end)), 0),
        is(List.of("/0", "/1", "/4", "/5", "/8", "/9")));
    assertThat(read(range("transactional", 0, 15, end)), is(empty()));
    assertThat(urls(read(range("transactional", 0, 1, 7)), 0), is(List.of("/1", "/4")));
  }

  @Test
  void aRangeWithoutRecordsEndsAtOnce() throws IOException {
    broker.createTopic("empty", 1);

    assertThat(read(range("empty", 0, 0, 0)), is(empty()));
  }

  @Test
  void aRangeKnowsTheEventsBeforeIt() throws IOException {
    broker.createTopic("goes_on", 1);
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      IntStream.range(0, 4).forEach(i -> send(producer, "goes_on", 0, i));
    }
    long anHourLater = (NOON + 3_600) * 1_000_000;

    List<Block> blocks = read(new Range("goes_on", 0, 2, 4, anHourLater));

    assertThat(blocks.get(0).fate(0), is(Fate.LATE));
    assertThat(
        ReadRanges.oldestEventMicros(reading(), new Range("goes_on", 0, 2, 4, anHourLater)),
        is(Long.MAX_VALUE));
  }

  @Test
  void theOldestEventOfARangeIsFound() throws IOException {
    broker.createTopic("oldest", 1);
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      IntStream.of(50, 7, 30).forEach(i -> send(producer, "oldest", 0, i));
      var unused =
          producer.send(new ProducerRecord<>("oldest", 0, null, "no event".getBytes(UTF_8)));
    }

    assertThat(
        ReadRanges.oldestEventMicros(reading(), range("oldest", 0, 0, 4)),
        is((NOON + 7) * 1_000_000));
  }

  private static List<Block> read(Range... ranges) throws IOException {
    List<Block> blocks = new ArrayList<>();
    try (BoundedReader<Block> reader =
        new RangeSource(reading(), List.of(ranges)).createReader(null)) {
      for (boolean more = reader.start(); more; more = reader.advance()) {
        blocks.add(reader.getCurrent());
      }
    }
    return blocks;
  }

  private static List<Integer> offsets(List<Block> blocks, int partition) {
    List<Integer> offsets = new ArrayList<>();
    for (Block block : blocks) {
      for (int record = 0; record < block.size() && block.partition() == partition; record++) {
        offsets.add(Math.toIntExact(block.offset(record)));
      }
    }
    return offsets;
  }

  private static List<String> urls(List<Block> blocks, int partition) {
    List<String> urls = new ArrayList<>();
    for (Block block : blocks) {
      for (int record = 0; record < block.size() && block.partition() == partition; record++) {
        urls.add(block.field(record, Field.URL));
      }
    }
    return urls;
  }

  private static Reading reading() {
    return new Reading(
        new KafkaSettings(broker.bootstrapServers(), "test", Map.of()),
        List.of(),
        FieldMap.standard(),
        Limits.DEFAULT,
        Lateness.DEFAULT,
        Duration.ofSeconds(60),
        false);
  }

  private static Range range(String topic, int partition, long from, long to) {
    return new Range(topic, partition, from, to, Long.MIN_VALUE);
  }

  private static long end(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(reading().kafka().consumer())) {
      return consumer.endOffsets(List.of(partition)).get(partition);
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    Map<String, Object> config = new HashMap<>(settings);
    config.put("bootstrap.servers", broker.bootstrapServers());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The event number i: a view of the page /i, i seconds after noon. */
  private static void send(
      KafkaProducer<byte[], byte[]> producer, String topic, int partition, int i) {
    String event = "{\"event_time\":%d,\"url\":\"/%d\"}".formatted(NOON + i, i);
    var unused = producer.send(new ProducerRecord<>(topic, partition, null, event.getBytes(UTF_8)));
  }
}
