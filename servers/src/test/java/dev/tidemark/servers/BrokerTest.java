package dev.tidemark.servers;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BrokerTest {
  @Test
  void whatIsProducedIsConsumedByAGroup() {
    try (Broker broker = Broker.start()) {
      broker.createTopic("events", 1);
      produce(broker, "events", "one", "two");
      assertThat(consume(broker, "events", 2, "read_uncommitted"), contains("one", "two"));
    }
  }

  @Test
  void aTopicHasThePartitionsItWasCreatedWith() throws Exception {
    try (Broker broker = Broker.start();
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      broker.createTopic("events", 3, Map.of("cleanup.policy", "compact"));
      var described = admin.describeTopics(List.of("events")).allTopicNames().get().get("events");
      assertThat(described.partitions().size(), is(3));
    }
  }

  @Test
  void aTopicThatNobodyCreatedDoesNotAppearByItself() throws Exception {
    try (Broker broker = Broker.start();
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        KafkaProducer<String, String> producer = producer(broker, Map.of("max.block.ms", "500"))) {
      assertThrows(
          Exception.class, () -> producer.send(new ProducerRecord<>("nowhere", "lost")).get());
      assertThat(admin.listTopics().names().get().contains("nowhere"), is(false));
    }
  }

  @Test
  void aReaderOfCommittedRecordsSeesATransactionOnlyOnceItIsCommitted() {
    try (Broker broker = Broker.start()) {
      broker.createTopic("events", 1);
      try (KafkaProducer<String, String> producer =
          producer(broker, Map.of("transactional.id", "test"))) {
        producer.initTransactions();
        producer.beginTransaction();
        send(producer, "events", "aborted");
        producer.abortTransaction();
        producer.beginTransaction();
        send(producer, "events", "committed");
        producer.commitTransaction();
      }
      assertThat(consume(broker, "events", 1, "read_committed"), contains("committed"));
      assertThat(
          consume(broker, "events", 2, "read_uncommitted"), contains("aborted", "committed"));
    }
  }

  @Test
  void dataAndPortsSurviveARestartOnTheSameDirectory(@TempDir Path directory) {
    int port;
    int controllerPort;
    try (Broker broker = Broker.start(directory)) {
      port = broker.port();
      controllerPort = broker.controllerPort();
      broker.createTopic("events", 1);
      produce(broker, "events", "before");
    }
    try (Broker broker = Broker.start(directory, port, controllerPort)) {
      assertThat(broker.bootstrapServers(), is("127.0.0.1:" + port));
      produce(broker, "events", "after");
      assertThat(consume(broker, "events", 2, "read_uncommitted"), contains("before", "after"));
    }
  }

  @Test
  void twoBrokersLiveSideBySideWithoutSharingTopics() {
    try (Broker one = Broker.start();
        Broker two = Broker.start()) {
      assertThat(one.port(), is(not(two.port())));
      one.createTopic("events", 1);
      two.createTopic("events", 1);
      produce(one, "events", "one");
      produce(two, "events", "two");
      assertThat(consume(one, "events", 1, "read_uncommitted"), contains("one"));
      assertThat(consume(two, "events", 1, "read_uncommitted"), contains("two"));
    }
  }

  @Test
  void aTakenPortFailsTheStartAndNotTheProcess() {
    try (Broker broker = Broker.start()) {
      Exception failure =
          assertThrows(IllegalStateException.class, () -> Broker.start(null, broker.port(), 0));
      assertThat(failure.getMessage(), containsString("Address already in use"));
    }
  }

  private static void produce(Broker broker, String topic, String... values) {
    try (KafkaProducer<String, String> producer = producer(broker, Map.of())) {
      for (String value : values) {
        send(producer, topic, value);
      }
    }
  }

  private static void send(KafkaProducer<String, String> producer, String topic, String value) {
    try {
      producer.send(new ProducerRecord<>(topic, value)).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError("the broker did not take " + value, e);
    }
  }

  private static KafkaProducer<String, String> producer(
      Broker broker, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("bootstrap.servers", broker.bootstrapServers());
    return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  private static List<String> consume(
      Broker broker, String topic, int count, String isolationLevel) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "group.id",
            "test-" + isolationLevel,
            "auto.offset.reset",
            "earliest",
            "isolation.level",
            isolationLevel);
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (values.size() < count && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          values.add(record.value());
        }
      }
    }
    return values;
  }
}
