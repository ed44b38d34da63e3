package dev.tidemark.station;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.servers.Broker;
import dev.tidemark.servers.Database;
import dev.tidemark.write.Migrations;
import dev.tidemark.write.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real broker and a real, migrated database for a test. */
public final class Installation implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Broker broker;
  private final Database server;
  private final Postgres postgres;
  private boolean closed;

  private Installation(Broker broker, Database server, Postgres postgres) {
    this.broker = broker;
    this.server = server;
    this.postgres = postgres;
  }

  public static Installation start() throws Exception {
    Broker broker = Broker.start();
    Database server = Database.start(null);
    Postgres postgres = Postgres.at(server.url(), server.user(), server.password());
    Migrations.apply(postgres);
    return new Installation(broker, server, postgres);
  }

  public Broker broker() {
    return broker;
  }

  public Database server() {
    return server;
  }

  public Postgres postgres() {
    return postgres;
  }

  /** A file that holds the database's password, as options want it. */
  public Path passwordFile() throws IOException {
    Path file = Files.createTempFile("password", null);
    file.toFile().deleteOnExit();
    return Files.writeString(file, server.password());
  }

  public KafkaSettings kafka() {
    return kafka(broker.bootstrapServers());
  }

  public static KafkaSettings kafka(String bootstrapServers) {
    return new KafkaSettings(bootstrapServers, "test", Map.of());
  }

  /** Deletes a topic and returns when its name is free again. */
  public void deleteTopic(String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.deleteTopics(List.of(topic)).all().get();
      while (admin.listTopics().names().get().contains(topic)) {
        Thread.onSpinWait();
      }
    }
  }

  public void produce(String topic, int partition, String... values) {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      for (String value : values) {
        send(producer, topic, partition, value);
      }
    }
  }

  /** Writes in a transaction, whose end leaves a mark in the topic. */
  public void produceInTransaction(String topic, int partition, boolean commit, String... values) {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", topic))) {
      producer.initTransactions();
      producer.beginTransaction();
      for (String value : values) {
        send(producer, topic, partition, value);
      }
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  public KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("bootstrap.servers", broker.bootstrapServers());
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, String topic, int partition, String value) {
    try {
      producer.send(new ProducerRecord<>(topic, partition, null, value.getBytes(UTF_8))).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError("the broker did not take " + value, e);
    }
  }

  /** Every record that a partition holds now. */
  public List<ConsumerRecord<byte[], byte[]>> records(String topic, int partition) {
    TopicPartition at = new TopicPartition(topic, partition);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka().consumer())) {
      consumer.assign(List.of(at));
      consumer.seekToBeginning(List.of(at));
      long end = consumer.endOffsets(List.of(at)).get(at);
      while (consumer.position(at) < end) {
        records.addAll(consumer.poll(Duration.ofMillis(200)).records(at));
      }
    }
    return records;
  }

  public void run(String... statements) throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Each row's values as texts, joined by a bar. */
  public List<String> ask(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }

  /** Enters a range into the ledger in which every record was counted. */
  public void enter(String topic, int partition, long first, long last, String maxEventTime)
      throws SQLException {
    enter(topic, partition, first, last, last - first + 1, 0, 0, 0, maxEventTime);
  }

  public void enter(
      String topic,
      int partition,
      long first,
      long last,
      long counted,
      long late,
      long duplicate,
      long dead,
      String maxEventTime)
      throws SQLException {
    run(
        """
        INSERT INTO ledger (topic, partition, first_offset, last_offset, read, counted, late,
          duplicate, dead, bot, min_event_time, max_event_time)
        VALUES ('%s', %d, %d, %d, %d, %d, %d, %d, %d, 0, %7$s, %7$s)
        """
            .replace("%7$s", maxEventTime == null ? "NULL" : "'" + maxEventTime + "'")
            .formatted(
                topic,
                partition,
                first,
                last,
                counted + late + duplicate + dead,
                counted,
                late,
                duplicate,
                dead));
  }

  /** Sets a record aside, each a second after the one before. */
  public void dead(String topic, int partition, long offset, String failure, String payload)
      throws SQLException {
    try (Connection connection = postgres.connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO dead_letters (topic, partition, \"offset\", kafka_time, stage, failure,"
                    + " detail, payload, seen_at) VALUES (?, ?, ?, now(), 'PARSE', ?, 'detail', ?,"
                    + " now() - interval '1 hour' + ? * interval '1 second')")) {
      insert.setString(1, topic);
      insert.setInt(2, partition);
      insert.setLong(3, offset);
      insert.setString(4, failure);
      insert.setBytes(5, payload == null ? null : payload.getBytes(UTF_8));
      insert.setLong(6, offset);
      insert.executeUpdate();
    }
  }

  /** Waits until something is so, but not for ever. */
  public static <T> T eventually(Supplier<T> asked, Predicate<T> wanted) {
    return within(PATIENCE, asked, wanted);
  }

  /** The same for what takes its time. */
  public static <T> T within(Duration patience, Supplier<T> asked, Predicate<T> wanted) {
    long deadline = System.nanoTime() + patience.toNanos();
    T answer = asked.get();
    while (!wanted.test(answer)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still " + answer);
      }
      LockSupport.parkNanos(20_000_000);
      answer = asked.get();
    }
    return answer;
  }

  /** The database goes away in the middle of a test. */
  public void stopDatabase() throws IOException {
    closed = true;
    server.close();
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() throws IOException {
    try {
      if (!closed) {
        server.close();
      }
    } finally {
      broker.close();
    }
  }
}
