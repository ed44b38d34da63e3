package dev.tidemark.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.event.Block;
import dev.tidemark.parse.EventParser;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;
import dev.tidemark.servers.Broker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The consumer that KafkaIO is given, on a real broker. */
@Timeout(60)
class BlockConsumerTest {
  private static final Duration SOON = Duration.ofMillis(200);
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
  void theMarkThatEndsATransactionIsReadWithoutARecordAndAnOpenOneIsNot() throws Exception {
    TopicPartition at = topic("transactions");
    try (KafkaProducer<byte[], byte[]> shop = producer(Map.of("transactional.id", "shop"));
        BlockConsumer consumer = consumer(at, List.of())) {
      shop.initTransactions();
      shop.beginTransaction();
      send(shop, at, 3);
      shop.commitTransaction();
      assertThat(polled(consumer, at, 3), is(3));

      shop.beginTransaction();
      send(shop, at, 2);
      assertThat("what is open is left to read", consumer.poll(SOON).isEmpty(), is(true));
      shop.abortTransaction();
      assertThat("what was aborted is not", polled(consumer, at, 6), is(0));
    }
  }

  @Test
  void aReaderThatGoesOnBeforeAMarkReadsItToo() throws Exception {
    TopicPartition at = topic("marked");
    try (KafkaProducer<byte[], byte[]> shop = producer(Map.of("transactional.id", "marked"));
        BlockConsumer consumer = consumer(at, List.of())) {
      shop.initTransactions();
      shop.beginTransaction();
      send(shop, at, 3);
      shop.commitTransaction();
      consumer.seek(at, 3);
      assertThat(polled(consumer, at, 3), is(0));
    }
  }

  @Test
  void offsetsThatWereDeletedAreSteppedOver() throws Exception {
    TopicPartition at = topic("deleted");
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of());
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        BlockConsumer consumer = consumer(at, List.of())) {
      send(producer, at, 20);
      admin.deleteRecords(Map.of(at, RecordsToDelete.beforeOffset(12))).all().get();
      consumer.seek(at, 5);
      assertThat(polled(consumer, at, 19), is(8));
    }
  }

  @Test
  void aPartitionThatEndsBeforeTheOffsetIsRefused() {
    TopicPartition at = topic("anew");
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of());
        BlockConsumer consumer = consumer(at, List.of())) {
      send(producer, at, 20);
      consumer.seek(at, 500);
      IllegalStateException refusal =
          assertThrows(IllegalStateException.class, () -> polled(consumer, at, 500));
      assertThat(refusal.getMessage(), containsString("anew-0 has no offset 500"));
    }
  }

  @Test
  void ofAPartitionThatIsReadElsewhereNothingIsRead() {
    TopicPartition mine = topic("mine");
    TopicPartition other = topic("other");
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of());
        BlockConsumer consumer = consumer(mine, List.of(other))) {
      send(producer, other, 20);
      send(producer, mine, 20);
      List<String> topics = new ArrayList<>();
      for (long next = 0; next < 20; ) {
        for (ConsumerRecord<byte[], byte[]> block : consumer.poll(SOON)) {
          topics.add(block.topic());
          next = block.offset() + 1;
        }
      }
      assertThat(topics.stream().distinct().toList(), is(List.of("mine")));
    }
  }

  /** How many records came until a block had covered this offset. */
  private static int polled(BlockConsumer consumer, TopicPartition at, long offset) {
    int records = 0;
    for (long covered = -1; covered < offset; ) {
      for (ConsumerRecord<byte[], byte[]> block : consumer.poll(SOON).records(at)) {
        records += Block.fromBytes(block.value()).size();
        covered = block.offset();
      }
    }
    return records;
  }

  private static TopicPartition topic(String name) {
    broker.createTopic(name, 1);
    return new TopicPartition(name, 0);
  }

  private static BlockConsumer consumer(TopicPartition at, List<TopicPartition> elsewhere) {
    Map<String, Object> config =
        new HashMap<>(
            new KafkaSettings(broker.bootstrapServers(), "test", Map.of()).consumerOfBeam());
    config.put("key.deserializer", ByteArrayDeserializer.class.getName());
    config.put("value.deserializer", ByteArrayDeserializer.class.getName());
    Packer packer = new Packer(new EventParser(FieldMap.standard(), Limits.DEFAULT));
    BlockConsumer consumer = new BlockConsumer(config, packer, elsewhere);
    List<TopicPartition> all = new ArrayList<>(elsewhere);
    all.add(at);
    consumer.assign(all);
    assertThat(consumer.position(at), is(0L));
    return consumer;
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    Map<String, Object> config = new HashMap<>(settings);
    config.put("bootstrap.servers", broker.bootstrapServers());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, TopicPartition at, int events) {
    for (int i = 0; i < events; i++) {
      String event = "{\"event_time\":%d,\"url\":\"/\"}".formatted(1_767_614_400 + i);
      var unused =
          producer.send(
              new ProducerRecord<>(at.topic(), at.partition(), null, event.getBytes(UTF_8)));
    }
    producer.flush();
  }
}
