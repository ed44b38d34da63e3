package dev.tidemark.station.chaos;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.Topics;
import dev.tidemark.servers.Broker;
import dev.tidemark.servers.Database;
import dev.tidemark.write.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A broker and a database in the process of the harness, for an engine that runs elsewhere. */
final class LocalServers implements AutoCloseable {

  static final String TOPIC = "web_events";

  private final Path directory;
  private final Broker broker;
  private final Database database;

  private LocalServers(Path directory, Broker broker, Database database) {
    this.directory = directory;
    this.broker = broker;
    this.database = database;
  }

  static LocalServers start(Path home, int partitions) throws IOException {
    Path directory = home.resolve("postgres");
    Broker broker = Broker.start(home.resolve("kafka"));
    try {
      LocalServers servers = new LocalServers(directory, broker, Database.start(directory));
      try (Topics topics = new Topics(servers.kafka())) {
        topics.ensure(TOPIC, partitions);
      }
      return servers;
    } catch (IOException | RuntimeException failed) {
      broker.close();
      throw failed;
    }
  }

  KafkaSettings kafka() {
    return new KafkaSettings(broker.bootstrapServers(), "chaos", Map.of());
  }

  Postgres database() {
    return Postgres.at(database.url(), database.user(), database.password());
  }

  PostgresProcesses processes() {
    return new PostgresProcesses(directory);
  }

  /** The options that name both to a command. */
  List<String> options() {
    return List.of(
        "--kafka=" + broker.bootstrapServers(),
        "--topic=" + TOPIC,
        "--postgres=" + database.url().replaceFirst("^jdbc:", ""),
        "--postgresUser=" + database.user(),
        "--postgresPasswordFile=" + directory.resolve("password"));
  }

  @Override
  public void close() {
    try {
      database.close();
    } catch (IOException stuck) {
      throw new UncheckedIOException(stuck);
    } finally {
      broker.close();
    }
  }
}
