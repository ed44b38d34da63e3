package dev.tidemark.station.up;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.CommandLines;
import dev.tidemark.run.EventOptions;
import dev.tidemark.run.Home;
import dev.tidemark.run.Installation;
import dev.tidemark.run.KafkaOptions;
import dev.tidemark.run.PostgresOptions;
import dev.tidemark.run.ResultOptions;
import dev.tidemark.run.Stopping;
import dev.tidemark.run.Topics;
import dev.tidemark.run.TrafficJob;
import dev.tidemark.run.UserError;
import dev.tidemark.servers.Broker;
import dev.tidemark.servers.Database;
import dev.tidemark.station.pulse.Heart;
import dev.tidemark.write.Migrations;
import dev.tidemark.write.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Starts everything in one process: broker, database, pipeline, dashboard and, to begin with,
 * traffic.
 */
@Command(
    name = "up",
    description =
        "Start it all: a broker, a database, the pipeline, the dashboard, and traffic to look at.",
    footer = {
      "",
      "Everything lives in .tidemark (see --home) and goes on where it was at the next start.",
      "With --kafka and --postgres it works on servers of your own."
    })
public final class Up implements Callable<Integer> {

  private static final int PARALLELISM = Runtime.getRuntime().availableProcessors();
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  @Mixin KafkaOptions kafka;
  @Mixin PostgresOptions postgres;
  @Mixin EventOptions events;
  @Mixin ResultOptions results;
  @Spec CommandSpec command;

  @Option(
      names = "--kafkaPort",
      paramLabel = "PORT",
      defaultValue = "19092",
      description = "The port of the embedded broker (default ${DEFAULT-VALUE}; 0: any).")
  int kafkaPort;

  @Option(
      names = "--postgresPort",
      paramLabel = "PORT",
      defaultValue = "15432",
      description = "The port of the embedded database (default ${DEFAULT-VALUE}; 0: any).")
  int postgresPort;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "The partitions of a topic that is made (default ${DEFAULT-VALUE}).")
  int partitions;

  private final Parts parts = new Parts();
  private final Ending ending = new Ending();

  @Override
  public Integer call() throws Exception {
    Home home = HomeOption.of(command);
    DiskSpace disk = new DiskSpace(home.directory());
    try (parts) {
      parts.add(HomeLock.take(home));
      parts.add(home::withdraw);
      disk.demandToStart();
      LogFile.in(home.directory()).takeOver();
      Stopping.onSignal(ending::asked);
      start(home);
      while (!ending.await(Duration.ofSeconds(1))) {
        if (disk.isTooSmallToGoOn()) {
          throw disk.full();
        }
      }
    }
    return 0;
  }

  private void start(Home home) throws Exception {
    StartList list =
        new StartList(
            command.commandLine().getOut(), command.commandLine().getColorScheme().ansi());
    Map<String, String> addresses = new HashMap<>();
    KafkaSettings events =
        list.start("broker", () -> broker(home, addresses), KafkaSettings::bootstrapServers);
    Postgres database = list.start("database", () -> database(home, addresses), Postgres::url);
    String topic = kafka.topic();
    list.start("schema", () -> migrate(database), done -> "up to date");
    list.start("pipeline", () -> pipeline(home, events, topic, database), at -> at);
    home.publish(addresses);
    Heart heart =
        parts.add(
            new Heart(database, events, topic, this.events.lateness(), this.events.idleAfter()));
    var unused =
        heart.listen(
            new StatusLine(
                command.commandLine().getOut(),
                command.commandLine().getColorScheme().ansi().enabled()));
    heart.start();
  }

  private KafkaSettings broker(Home home, Map<String, String> addresses) throws IOException {
    KafkaSettings given = kafka.settings();
    if (isGiven("--kafka", "KAFKA_URL")) {
      return given;
    }
    Ports.demand(kafkaPort, "the broker", "--kafkaPort");
    Broker broker = parts.add(Broker.start(home.directory().resolve("kafka"), kafkaPort, 0));
    addresses.put("kafka", broker.bootstrapServers());
    return new KafkaSettings(broker.bootstrapServers(), given.group(), given.properties());
  }

  private Postgres database(Home home, Map<String, String> addresses) throws IOException {
    if (isGiven("--postgres", "POSTGRES_URL")) {
      return postgres.database(command);
    }
    Ports.demand(postgresPort, "the database", "--postgresPort");
    Path directory = home.directory().resolve("postgres");
    Database database = parts.add(Database.start(directory, postgresPort));
    addresses.put("postgres", database.url().replaceFirst("^jdbc:", ""));
    addresses.put("postgresUser", database.user());
    addresses.put("postgresPasswordFile", directory.resolve("password").toString());
    return Postgres.at(database.url(), database.user(), database.password());
  }

  private static Void migrate(Postgres database) throws Exception {
    Migrations.apply(database);
    return null;
  }

  private String pipeline(Home home, KafkaSettings kafka, String topic, Postgres database)
      throws Exception {
    String cluster;
    try (Topics topics = new Topics(kafka)) {
      topics.ensure(topic, partitions);
      cluster = topics.clusterId();
    }
    Checkpoints checkpoints =
        Checkpoints.of(
            home.directory().resolve("checkpoints"), cluster, topic, Installation.id(database));
    Optional<Path> latest = checkpoints.latest();
    if (latest.isPresent()) {
      checkpoints.keepOnly(latest.get());
    }
    int parallelism = checkpoints.parallelism(Math.min(partitions, PARALLELISM));
    int restPort = Ports.demand(0, "the engine", "");
    FlinkSettings settings =
        new FlinkSettings(home.directory(), checkpoints.directory(), latest, restPort);
    TrafficJob stream =
        TrafficJob.prepare(
            FlinkHere.engine(settings, parallelism), kafka, topic, events, results, database);
    FlinkHere flink = parts.add(FlinkHere.start(stream, restPort));
    Thread watch =
        new Thread(
            () ->
                flink
                    .await()
                    .ifPresent(
                        end ->
                            ending.because(
                                new UserError(
                                    "The pipeline ended as " + end + ".",
                                    "See the log: `tidemark logs`."))),
            "watch");
    watch.setDaemon(true);
    watch.start();
    return latest.isPresent()
        ? "Flink 1.19 in this process, goes on from "
            + CLOCK.format(Checkpoints.timeOf(latest.get()))
        : "Flink 1.19 in this process, from the first record";
  }

  private boolean isGiven(String option, String variable) {
    return command.commandLine().getParseResult().hasMatchedOption(option)
        || System.getenv(variable) != null;
  }

  static String version() {
    return CommandLines.version();
  }
}
