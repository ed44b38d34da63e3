package dev.tidemark.bench.race;

import dev.tidemark.servers.Broker;
import dev.tidemark.servers.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** The one broker and the one database server of a race, in this process and beside it. */
final class Servers implements AutoCloseable {

  private static final int PARALLELISM = 2;

  private final Broker broker;
  private final Database database;

  private Servers(Broker broker, Database database) {
    this.broker = broker;
    this.database = database;
  }

  static Servers start() throws IOException {
    Broker broker = Broker.start();
    try {
      return new Servers(broker, Database.start(null));
    } catch (IOException | RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  String kafka() {
    return broker.bootstrapServers();
  }

  /** Makes a topic that keeps everything. */
  void createTopic(String topic) throws InterruptedException {
    broker.createTopic(
        topic,
        Workload.PARTITIONS,
        Map.of("retention.ms", "-1", "retention.bytes", "-1", "segment.bytes", "1073741824"));
  }

  /** Fills a topic that did not exist. */
  Workload fill(Load load) throws InterruptedException {
    createTopic(load.topic());
    return Workload.fill(kafka(), load);
  }

  /** What a contender is told that reads a topic of this broker and fills a store of these. */
  Course course(String topic, Store store, Path work, long endMillis) {
    return new Course(
        kafka(),
        topic,
        Workload.PARTITIONS,
        PARALLELISM,
        store.url(),
        store.user(),
        store.password(),
        work,
        endMillis);
  }

  /** An empty database; what earlier laps have left to write is written. */
  Store create(String name) throws SQLException {
    execute("CREATE DATABASE " + name);
    execute("CHECKPOINT");
    String url = database.url().replaceFirst("/postgres$", "/" + name);
    return new Store(name, url, database.user(), database.password());
  }

  void drop(Store store) throws SQLException {
    execute("DROP DATABASE " + store.name() + " WITH (FORCE)");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
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
