package dev.tidemark.servers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import scala.Tuple2;

/**
 * A Kafka broker, its own controller, in this process and reachable from this machine only.
 *
 * <p>It is put together from Kafka's parts rather than started as a {@code KafkaRaftServer}: so it
 * can listen on ports that the system picks (no race for a free one) and a fault reaches the caller
 * instead of halting the JVM.
 */
public final class Broker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Broker.class);
  private static final int NODE = 1;
  private static final String HOST = "127.0.0.1";
  private static final String CLIENTS = "CLIENTS";
  private static final String CONTROLLER = "CONTROLLER";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ControllerServer controller;
  private final BrokerServer broker;
  private final Path temporary;

  private Broker(ControllerServer controller, BrokerServer broker, Path temporary) {
    this.controller = controller;
    this.broker = broker;
    this.temporary = temporary;
  }

  /** Starts an empty broker whose data goes when it is closed. */
  public static Broker start() {
    return start(null);
  }

  /** Starts on what the directory holds, or on a temporary directory when there is none given. */
  public static Broker start(Path dataDirectory) {
    return start(dataDirectory, 0, 0);
  }

  /** Starts on ports of the caller's choice, so that clients find it again; 0 takes a free one. */
  public static Broker start(Path dataDirectory, int port, int controllerPort) {
    return start(dataDirectory, port, controllerPort, Map.of(), Map.of());
  }

  /**
   * Starts an empty broker that can be reached in other ways, too.
   *
   * @param listeners their names, in capitals, and protocols, such as {@code SASL_SSL}
   * @param more settings of theirs
   */
  public static Broker withListeners(Map<String, String> listeners, Map<String, String> more) {
    return start(null, 0, 0, listeners, more);
  }

  private static Broker start(
      Path dataDirectory,
      int port,
      int controllerPort,
      Map<String, String> listeners,
      Map<String, String> more) {
    Path temporary = dataDirectory == null ? TemporaryDirectory.create("tidemark-broker") : null;
    try {
      Path data = temporary == null ? dataDirectory : temporary;
      Map<String, String> settings = new HashMap<>(settings(data, port, controllerPort));
      listeners.forEach(
          (name, protocol) -> {
            settings.merge("listeners", "%s://%s:0".formatted(name, HOST), Broker::and);
            settings.merge("listener.security.protocol.map", name + ":" + protocol, Broker::and);
          });
      settings.putAll(more);
      KafkaConfig config = new KafkaConfig(settings, false);
      format(data);
      return start(config, temporary);
    } catch (RuntimeException | Error e) {
      TemporaryDirectory.delete(temporary);
      throw e;
    }
  }

  /** Where clients connect, as {@code bootstrap.servers} wants it. */
  public String bootstrapServers() {
    return HOST + ":" + port();
  }

  /** The same for those who come by another listener. */
  public String bootstrapServers(String listener) {
    return HOST + ":" + broker.boundPort(ListenerName.normalised(listener));
  }

  private static String and(String one, String other) {
    return one + "," + other;
  }

  public int port() {
    return broker.boundPort(ListenerName.normalised(CLIENTS));
  }

  public int controllerPort() {
    return controller.socketServer().boundPort(ListenerName.normalised(CONTROLLER));
  }

  /** Creates a topic and returns when it can be written to. */
  public void createTopic(String name, int partitions) {
    createTopic(name, partitions, Map.of());
  }

  /** Creates a topic with settings of its own, such as {@code cleanup.policy}. */
  public void createTopic(String name, int partitions, Map<String, String> settings) {
    NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(settings);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("could not create topic " + name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topic " + name, e);
    }
  }

  /** Stops in order: the data is complete on disk and the ports are free when this returns. */
  @Override
  public void close() {
    try {
      shutDown(broker, controller);
    } finally {
      TemporaryDirectory.delete(temporary);
    }
  }

  private static Broker start(KafkaConfig config, Path temporary) {
    Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> disk =
        KafkaRaftServer.initializeLogDirs(config, log, "");
    CompletableFuture<Map<Integer, InetSocketAddress>> voters = new CompletableFuture<>();
    SharedServer shared =
        new SharedServer(
            config,
            disk._1,
            Time.SYSTEM,
            new Metrics(),
            voters,
            List.of(),
            (name, fatal, action) ->
                (message, cause) -> fault(name, fatal, action, message, cause));
    ControllerServer controller =
        new ControllerServer(shared, KafkaRaftServer.configSchema(), disk._2);
    BrokerServer broker = new BrokerServer(shared);
    try {
      var unused =
          controller
              .socketServerFirstBoundPortFuture()
              .thenAccept(port -> voters.complete(Map.of(NODE, loopback(port))));
      controller.startup();
      broker.startup();
      return new Broker(controller, broker, temporary);
    } catch (RuntimeException | Error e) {
      shutDown(broker, controller);
      throw new IllegalStateException("the broker did not start: " + rootMessage(e), e);
    }
  }

  private static void shutDown(BrokerServer broker, ControllerServer controller) {
    broker.shutdown(PATIENCE);
    controller.shutdown();
    broker.awaitShutdown();
    controller.awaitShutdown();
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static RuntimeException fault(
      String name, boolean fatal, Runnable action, String message, Throwable cause) {
    log.atLevel(fatal ? Level.ERROR : Level.WARN).setCause(cause).log("{}: {}", name, message);
    action.run();
    return new IllegalStateException(name + ": " + message, cause);
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static void format(Path data) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream to = new PrintStream(said, false, StandardCharsets.UTF_8)) {
      Files.createDirectories(data);
      Formatter formatter =
          new Formatter()
              .setPrintStream(to)
              .setNodeId(NODE)
              .setClusterId(Uuid.randomUuid().toString())
              .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
              .setControllerListenerName(CONTROLLER)
              .setMetadataLogDirectory(data.toString());
      formatter.addDirectory(data.toString());
      if (Files.notExists(data.resolve("meta.properties"))) {
        formatter.run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(
          "could not prepare " + data + " for the broker: " + said.toString(StandardCharsets.UTF_8),
          e);
    }
  }

  /** One node that holds every copy, waits for nobody and keeps its buffers small. */
  private static Map<String, String> settings(Path data, int port, int controllerPort) {
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", String.valueOf(NODE)),
        Map.entry("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort),
        Map.entry("controller.listener.names", CONTROLLER),
        Map.entry("inter.broker.listener.name", CLIENTS),
        Map.entry(
            "listeners",
            "%s://%s:%d,%s://%s:%d"
                .formatted(CLIENTS, HOST, port, CONTROLLER, HOST, controllerPort)),
        Map.entry(
            "listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT"),
        Map.entry("log.dirs", data.toString()),
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        Map.entry("offsets.topic.num.partitions", "1"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("transaction.state.log.num.partitions", "1"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20)),
        Map.entry("log.index.size.max.bytes", String.valueOf(1 << 20)),
        Map.entry("num.network.threads", "2"),
        Map.entry("num.io.threads", "4"));
  }
}
