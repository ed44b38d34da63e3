package dev.tidemark.station.chaos;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.Topics;
import dev.tidemark.servers.Broker;
import dev.tidemark.servers.Database;
import dev.tidemark.station.chaos.Action.Deed;
import dev.tidemark.station.cluster.KafkaCluster;
import dev.tidemark.station.cluster.ServerProcess;
import dev.tidemark.station.serve.Parts;
import dev.tidemark.write.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Kafka and a database beside the harness, for an engine that runs elsewhere. */
final class LocalServers implements AutoCloseable {

  static final String TOPIC = "web_events";

  private final Path directory;
  private final Parts parts;
  private final KafkaSettings kafka;
  private final Database database;

  /** Those that are processes of their own. */
  private final List<ServerProcess> brokers = new ArrayList<>();

  private final List<String> kafkaOptions = new ArrayList<>();

  private LocalServers(Path home, int brokers, Parts parts) throws Exception {
    this.directory = home.resolve("postgres");
    this.parts = parts;
    this.kafka = brokers == 1 ? inThisProcess(home) : cluster(home, brokers);
    this.kafkaOptions.add("--kafka=" + kafka.bootstrapServers());
    this.database = parts.add(Database.start(directory));
  }

  private KafkaSettings inThisProcess(Path home) throws IOException {
    Broker broker = parts.add(Broker.start(home.resolve("kafka")));
    return new KafkaSettings(broker.bootstrapServers(), "chaos", Map.of());
  }

  private KafkaSettings cluster(Path home, int number) throws Exception {
    KafkaCluster cluster = parts.add(KafkaCluster.start(home.resolve("kafka"), number));
    brokers.addAll(cluster.brokers());
    kafkaOptions.add("--kafkaConfig=" + cluster.clientFile());
    return new KafkaSettings(cluster.bootstrapServers(), "chaos", cluster.client());
  }

  /**
   * Starts them, and makes the topic.
   *
   * @param brokers one in this process, or several as processes of their own
   */
  static LocalServers start(Path home, int partitions, int brokers) throws Exception {
    Parts parts = new Parts();
    try {
      LocalServers servers = new LocalServers(home, brokers, parts);
      try (Topics topics = new Topics(servers.kafka)) {
        topics.ensure(TOPIC, partitions);
      }
      return servers;
    } catch (Exception failed) {
      parts.close();
      throw failed;
    }
  }

  /** What can be done to them, beside what can be done to the engine. */
  static List<Action> actions(int brokers, Supplier<LocalServers> servers) {
    Action backend =
        Action.kill(
            "kill-backend",
            3,
            (step, stream) ->
                Signal.KILL.to(
                    List.of(step.of(PostgresProcesses.backends(servers.get().database())))),
            Deed.NOTHING);
    Action database =
        Action.stall(
            "stall-database",
            2,
            2,
            20,
            (step, stream) -> Signal.stall(servers.get().processes().all(), step.holds()));
    Action broker =
        Action.kill(
            "kill-broker",
            4,
            (step, stream) -> step.of(servers.get().brokers).kill(),
            Deed.NOTHING);
    return brokers == 1 ? List.of(backend, database) : List.of(backend, database, broker);
  }

  /** Starts again what was killed. */
  void tend() throws IOException {
    ServerProcess.startAgain(brokers);
  }

  KafkaSettings kafka() {
    return kafka;
  }

  Postgres database() {
    return Postgres.at(database.url(), database.user(), database.password());
  }

  private PostgresProcesses processes() {
    return new PostgresProcesses(directory);
  }

  /** The options that name both to a command. */
  List<String> options() {
    List<String> options = new ArrayList<>(kafkaOptions);
    options.addAll(
        List.of(
            "--topic=" + TOPIC,
            "--postgres=" + database.url().replaceFirst("^jdbc:", ""),
            "--postgresUser=" + database.user(),
            "--postgresPasswordFile=" + directory.resolve("password")));
    return options;
  }

  @Override
  public void close() {
    parts.close();
  }
}
