package dev.tidemark.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.servers.Broker;
import dev.tidemark.servers.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real broker and a real database for the tests of one class. */
final class Servers implements AutoCloseable {

  private static final String LARGEST_MESSAGE = "8388608";

  private final Broker broker;
  private final Database database;

  private Servers(Broker broker, Database database) {
    this.broker = broker;
    this.database = database;
  }

  static Servers start(Path directory) throws IOException {
    Broker broker = Broker.start(directory.resolve("broker"));
    try {
      return new Servers(broker, Database.start(directory.resolve("database")));
    } catch (IOException | RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** An empty database of this name, on the one server. */
  Store createDatabase(String name) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    String url = database.url().replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + name);
    return new Store(url, database.user(), database.password());
  }

  /** A topic that keeps what it gets for ever, however old its records say they are. */
  void createTopic(String name, int partitions) {
    broker.createTopic(
        name,
        partitions,
        Map.of(
            "retention.ms", "-1", "retention.bytes", "-1", "max.message.bytes", LARGEST_MESSAGE));
  }

  /** As retention does it, but now. */
  void deleteRecords(String topic, int partition, long before)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
          .all()
          .get();
    }
  }

  KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> options =
        Map.of(
            "bootstrap.servers",
            bootstrapServers(),
            "enable.idempotence",
            true,
            "linger.ms",
            5,
            "max.request.size",
            LARGEST_MESSAGE);
    return new KafkaProducer<>(options, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** How many records a topic holds. */
  long records(String topic) {
    return records(bootstrapServers(), topic);
  }

  /** How many records a topic of any broker holds. */
  static long records(String bootstrapServers, String topic) {
    Map<String, Object> options = Map.of("bootstrap.servers", bootstrapServers);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  static ProducerRecord<byte[], byte[]> toSend(String topic, TopicRecord record) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            topic,
            record.partition(),
            record.timestamp().toEpochMilli(),
            record.key(),
            record.value());
    record.headers().forEach((name, value) -> message.headers().add(name, value.getBytes(UTF_8)));
    return message;
  }

  @Override
  public void close() throws IOException {
    try {
      database.close();
    } finally {
      broker.close();
    }
  }
}
