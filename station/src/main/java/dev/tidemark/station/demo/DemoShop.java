package dev.tidemark.station.demo;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.Home;
import dev.tidemark.run.Topics;
import dev.tidemark.run.UserError;
import dev.tidemark.station.cluster.Foreground;
import dev.tidemark.station.cluster.KafkaCluster;
import dev.tidemark.station.cluster.ServerProcess;
import dev.tidemark.station.console.HomeOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A shop's product views in somebody else's Kafka, mirrored, kept, and counted into a star. */
@Command(
    name = "shop",
    description =
        "A shop: product views in a cluster of somebody else's, mirrored into one of three brokers,"
            + " kept raw, and counted into a star schema.",
    footer = {
      "",
      "Every part is a process of its own, and started again when it dies: kill one and look.",
      "Everything lives in .tidemark/shop (see --home)."
    })
final class DemoShop implements Callable<Integer> {

  private static final String TOPIC = "product_views";
  private static final int PARTITIONS = 3;
  private static final double PER_SECOND = 28;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Spec CommandSpec command;

  @Option(
      names = "--maxMessages",
      paramLabel = "N",
      defaultValue = "${env:MAX_MESSAGES:-100000}",
      description =
          "How many views the shop has: an hour of them at once, the others as they come (env"
              + " MAX_MESSAGES; default 100000).")
  long maxMessages;

  @Option(
      names = "--brokers",
      paramLabel = "N",
      defaultValue = "3",
      description = "Brokers of the cluster of one's own (default ${DEFAULT-VALUE}).")
  int brokers;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The port of the dashboard (default ${DEFAULT-VALUE}; 0: any).")
  int port;

  @Option(
      names = "--postgresPort",
      paramLabel = "PORT",
      defaultValue = "15432",
      description = "The port of the database (default ${DEFAULT-VALUE}; 0: any).")
  int postgresPort;

  private Path directory;

  @Override
  public Integer call() throws Exception {
    if (maxMessages < 1 || brokers < 1) {
      throw UserError.inUsage(
          "--maxMessages and --brokers must be at least 1.", "Leave them out for 100,000 and 3.");
    }
    directory = HomeOption.of(command).directory().resolve("shop").toAbsolutePath();
    Files.createDirectories(directory);
    try (KafkaCluster shop = KafkaCluster.in(directory.resolve("source"), 1, 0);
        KafkaCluster own = KafkaCluster.in(directory.resolve("own"), brokers, 0)) {
      ServerProcess mirror = mirror(shop, own);
      ServerProcess tidemark = tidemark(own);
      List<ServerProcess> traffic = new ArrayList<>();
      List<ServerProcess> mended = new ArrayList<>(shop.brokers());
      mended.addAll(own.brokers());
      mended.addAll(List.of(mirror, tidemark));
      Foreground foreground = new Foreground(command, "A shop in " + directory);
      try {
        return foreground.run(
            list -> {
              list.start("shop's broker", shop::start, shop.bootstrapServers());
              list.start(
                  "shop's visitors", () -> traffic.add(visitors(shop)), maxMessages + " views");
              list.start("own brokers", own::start, own.bootstrapServers());
              list.start("mirror", mirror::start, "from the one to the other, as " + TOPIC);
              list.start("tidemark", () -> startAndAwait(tidemark), "star schema, raw store");
            },
            mended,
            "The page Explore: " + webAddress(tidemark) + "\n  Audit it: " + audit(own));
      } finally {
        List<ServerProcess> ours = new ArrayList<>(List.of(tidemark, mirror));
        ours.addAll(traffic);
        ServerProcess.stop(ours);
      }
    }
  }

  /** An hour of the past when nobody has been there yet, and from then on as on any day. */
  private ServerProcess visitors(KafkaCluster shop) throws Exception {
    KafkaSettings kafka = settings(shop);
    boolean isFresh;
    try (Topics topics = new Topics(kafka)) {
      topics.ensure(TOPIC, PARTITIONS);
      isFresh = topics.areFresh(TOPIC);
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "generate",
                "--preset=product_views",
                "--rate=" + PER_SECOND,
                "--count=" + maxMessages,
                "--kafka=" + shop.bootstrapServers(),
                "--kafkaConfig=" + shop.clientFile(),
                "--topic=" + TOPIC));
    if (isFresh) {
      arguments.add("--start=-1h");
    }
    ServerProcess visitors = ServerProcess.ofTidemark("visitors", arguments, Map.of(), directory);
    visitors.start();
    return visitors;
  }

  private static KafkaSettings settings(KafkaCluster cluster) throws IOException {
    return new KafkaSettings(cluster.bootstrapServers(), "tidemark", cluster.client());
  }

  /** Told by its environment, as a container would be. */
  private ServerProcess mirror(KafkaCluster shop, KafkaCluster own) throws IOException {
    return ServerProcess.ofTidemark(
        "mirror",
        List.of("mirror"),
        Map.of(
            "SOURCE_BROKERS", shop.bootstrapServers(),
            "SOURCE_TOPIC", TOPIC,
            "SOURCE_CONFIG_FILE", shop.clientFile().toString(),
            "DESTINATION_BROKERS", own.bootstrapServers(),
            "DESTINATION_CONFIG_FILE", own.clientFile().toString(),
            "KAFKA_TOPIC", TOPIC,
            "MAX_MESSAGES", Long.toString(Long.MAX_VALUE)),
        directory);
  }

  private ServerProcess tidemark(KafkaCluster own) throws IOException {
    return ServerProcess.ofTidemark(
        "tidemark",
        List.of(
            "up",
            "--home=" + directory,
            "--kafka=" + own.bootstrapServers(),
            "--kafkaConfig=" + own.clientFile(),
            "--topic=" + TOPIC,
            "--preset=product_views",
            "--outputs=metrics,events,star,raw",
            "--rawStore=" + directory.resolve("raw"),
            "--postgresPort=" + postgresPort,
            "--port=" + port),
        Map.of(),
        directory);
  }

  private void startAndAwait(ServerProcess tidemark) throws Exception {
    Home home = new Home(directory);
    tidemark.start();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (home.addresses().isEmpty()) {
      if (!tidemark.isAlive() || System.nanoTime() > deadline) {
        throw new UserError("Tidemark does not start.", "Read " + tidemark.log() + ".");
      }
      Thread.sleep(200);
    }
  }

  private String webAddress(ServerProcess tidemark) {
    return port == 0 ? "see " + tidemark.log() : "http://127.0.0.1:" + port + "/?view=explore";
  }

  private String audit(KafkaCluster own) {
    return "tidemark --home=%s verify --star --preset=product_views --kafkaConfig=%s"
        .formatted(directory, own.clientFile());
  }
}
