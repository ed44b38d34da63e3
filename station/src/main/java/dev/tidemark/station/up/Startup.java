package dev.tidemark.station.up;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.Home;
import dev.tidemark.run.Installation;
import dev.tidemark.run.TopicWatch;
import dev.tidemark.run.Topics;
import dev.tidemark.run.TrafficJob;
import dev.tidemark.run.UserError;
import dev.tidemark.run.flink.Checkpoints;
import dev.tidemark.servers.Broker;
import dev.tidemark.servers.Database;
import dev.tidemark.station.generate.LiveTraffic;
import dev.tidemark.station.metrics.Engine;
import dev.tidemark.station.serve.Parts;
import dev.tidemark.station.serve.Site;
import dev.tidemark.station.serve.Site.Stores;
import dev.tidemark.station.topic.EventTopic;
import dev.tidemark.write.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.utils.Exit;

/** Brings the parts up, one after another, each on the ones before it. */
final class Startup {

  private static final long HISTORY_EVENTS = 400_000;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  private final UpOptions options;
  private final Home home;
  private final Parts parts;
  private final Ending ending;
  private final Map<String, String> addresses = new HashMap<>();
  private final AtomicReference<FlinkHere> flink = new AtomicReference<>();
  private int kafkaPort;
  private TopicWatch topics;

  Startup(UpOptions options, Home home, Parts parts, Ending ending) {
    this.options = options;
    this.home = home;
    this.parts = parts;
    this.ending = ending;
  }

  /** Makes sure of all ports before anything is started that would have to be stopped again. */
  void demandPorts() throws IOException {
    if (!options.hasOwnKafka()) {
      kafkaPort = Ports.kept(options.kafkaPort(), home.directory().resolve("kafka.port"));
      Ports.demand(kafkaPort, "the broker", "--kafkaPort");
    }
    if (!options.hasOwnPostgres()) {
      Ports.demand(options.postgresPort(), "the database", "--postgresPort");
    }
    options.demandWebPort();
  }

  KafkaSettings broker() {
    KafkaSettings given = options.kafka();
    if (options.hasOwnKafka()) {
      addresses.put("kafka", given.bootstrapServers());
      return given;
    }
    endWhenTheBrokerHalts();
    Broker broker = parts.add(Broker.start(home.directory().resolve("kafka"), kafkaPort, 0));
    addresses.put("kafka", broker.bootstrapServers());
    return new KafkaSettings(broker.bootstrapServers(), given.group(), given.properties());
  }

  /** A broker whose disk fails ends its process on the spot; here it shares that with others. */
  private void endWhenTheBrokerHalts() {
    Exit.Procedure end =
        (code, message) -> {
          ending.because(
              new UserError(
                  "The broker cannot go on" + (message == null ? "." : ": " + message),
                  "See the log: `tidemark logs`."));
          throw new IllegalStateException("the broker has been asked to end its process");
        };
    Exit.setHaltProcedure(end);
    Exit.setExitProcedure(end);
  }

  Postgres database() throws IOException {
    if (options.hasOwnPostgres()) {
      Postgres given = options.postgres();
      addresses.put("postgres", given.url().replaceFirst("^jdbc:", ""));
      return given;
    }
    Path directory = home.directory().resolve("postgres");
    Database database = parts.add(Database.start(directory, options.postgresPort()));
    addresses.put("postgres", database.url().replaceFirst("^jdbc:", ""));
    addresses.put("postgresUser", database.user());
    addresses.put("postgresPasswordFile", directory.resolve("password").toString());
    return Postgres.at(database.url(), database.user(), database.password());
  }

  /** The schema of the database and the topic. */
  Stores stores(KafkaSettings kafka, Postgres database) throws SQLException, InterruptedException {
    TrafficJob.prepareTables(database);
    try (Topics topics = new Topics(kafka)) {
      topics.ensure(options.topic(), options.partitions());
    }
    addresses.put("topic", options.topic());
    return new Stores(kafka, options.topic(), database);
  }

  Site site(Stores stores) {
    Site site =
        parts.add(
            Site.start(
                options.web(),
                home,
                stores,
                options.events(),
                Engine.here(() -> Optional.ofNullable(flink.get()).map(FlinkHere::account))));
    addresses.put("web", site.url());
    return site;
  }

  /** The stream; returns the time of the checkpoint from which it goes on. */
  Optional<Instant> pipeline(Stores stores) throws SQLException, IOException, InterruptedException {
    Checkpoints checkpoints = checkpoints(stores);
    checkpoints.demandSameBroker(stores.kafka().bootstrapServers());
    Optional<Path> latest = checkpoints.latest();
    if (latest.isPresent()) {
      checkpoints.keepOnly(latest.get());
    }
    int restPort = Ports.free();
    FlinkSettings settings =
        new FlinkSettings(home.directory(), checkpoints.directory(), latest, restPort);
    int cores = Runtime.getRuntime().availableProcessors();
    int parallelism = checkpoints.parallelism(Math.min(options.partitions(), cores));
    TrafficJob stream =
        TrafficJob.prepare(
            FlinkHere.engine(settings, parallelism),
            stores.kafka(),
            stores.topic(),
            options.events(),
            options.results(),
            stores.database());
    FlinkHere started = parts.add(FlinkHere.start(stream, restPort));
    flink.set(started);
    watch(started);
    topics = parts.add(stream.watchTopics(ending::because));
    addresses.put("partitions", Integer.toString(stream.reading().partitions().size()));
    return latest.isPresent() ? Optional.of(Checkpoints.timeOf(latest.get())) : Optional.empty();
  }

  private Checkpoints checkpoints(Stores stores) throws SQLException, IOException {
    try (Topics topics = new Topics(stores.kafka())) {
      return Checkpoints.of(
          home.directory().resolve("checkpoints"),
          topics.clusterId(),
          stores.topic(),
          topics.id(stores.topic()),
          Installation.id(stores.database()));
    }
  }

  private void watch(FlinkHere stream) {
    Thread watch =
        new Thread(
            () ->
                stream
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
  }

  /**
   * Traffic to look at. A fresh topic begins with the past hours, so that the first charts are not
   * empty; in any other they would be late.
   */
  LiveTraffic traffic(Stores stores) {
    boolean isFresh;
    try (Topics topics = new Topics(stores.kafka())) {
      isFresh = topics.areFresh(stores.topic());
    }
    EventTopic topic = parts.add(EventTopic.forBulk(stores.kafka(), stores.topic()));
    LiveTraffic.Settings demo = LiveTraffic.Settings.DEMO;
    LiveTraffic.Settings settings =
        new LiveTraffic.Settings(
            demo.seed(),
            options.rate(),
            options.isSteady(),
            isFresh ? history(options.rate()) : Duration.ZERO,
            demo.shares());
    return parts.add(LiveTraffic.start(topic, settings));
  }

  /** As much of the past as is counted within seconds. */
  private static Duration history(double perSecond) {
    Duration countable = Duration.ofSeconds((long) (HISTORY_EVENTS / perSecond));
    Duration usual = LiveTraffic.Settings.DEMO.history();
    return countable.compareTo(usual) < 0 ? countable : usual;
  }

  /** How many partitions were added since the stream began, which does not read them. */
  int unread() {
    return topics.unread().size();
  }

  /** Tells every other command where the parts are. */
  void publish() throws IOException {
    home.publish(addresses);
  }

  static String said(Optional<Instant> checkpoint) {
    return checkpoint
        .map(time -> "Flink 1.19 in this process, goes on from " + CLOCK.format(time))
        .orElse("Flink 1.19 in this process, from the first record");
  }
}
