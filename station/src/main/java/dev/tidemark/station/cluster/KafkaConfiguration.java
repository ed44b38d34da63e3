package dev.tidemark.station.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** What the brokers of a cluster, and their clients, are told, as files in its home. */
record KafkaConfiguration(
    Path home, String id, String password, List<Integer> ports, List<Integer> controllerPorts) {

  private static final String HOST = "127.0.0.1";
  private static final String USER = "tidemark";
  private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
  private static final int SECRET_BYTES = 16;
  private static final int COPIES = 3;

  static KafkaConfiguration write(Path home, List<Integer> ports, List<Integer> controllerPorts)
      throws IOException {
    KafkaConfiguration configuration =
        new KafkaConfiguration(
            home,
            kept(home.resolve("cluster.id"), Uuid.randomUuid().toString()),
            kept(home.resolve("password"), secret()),
            ports,
            controllerPorts);
    for (int node = 1; node <= ports.size(); node++) {
      Files.createDirectories(configuration.data(node));
      writeSecretly(configuration.file(node), configuration.broker(node));
      configuration.format(node);
    }
    writeSecretly(configuration.clientFile(), configuration.client());
    return configuration;
  }

  private static String secret() {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** What was said at the first start, for its owner's eyes. */
  private static String kept(Path file, String now) throws IOException {
    if (Files.notExists(file)) {
      writeSecretly(file, List.of(now));
    }
    return Files.readString(file).strip();
  }

  private static void writeSecretly(Path file, List<String> lines) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, lines);
  }

  /** Where clients connect, as {@code bootstrap.servers} wants it. */
  String bootstrapServers() {
    return ports.stream().map(port -> HOST + ":" + port).collect(Collectors.joining(","));
  }

  Path clientFile() {
    return home.resolve("client.properties");
  }

  Path file(int node) {
    return home.resolve("broker-" + node + ".properties");
  }

  private Path data(int node) {
    return home.resolve("broker-" + node);
  }

  private List<String> client() {
    return List.of(
        "security.protocol=SASL_PLAINTEXT",
        "sasl.mechanism=PLAIN",
        "sasl.jaas.config=" + login() + ";");
  }

  private String login() {
    return LOGIN + " required username=\"" + USER + "\" password=\"" + password + "\"";
  }

  private List<String> broker(int node) {
    String accounts = login() + " user_" + USER + "=\"" + password + "\";";
    int copies = Math.min(COPIES, ports.size());
    int needed = Math.max(1, copies - 1);
    return List.of(
        "process.roles=broker,controller",
        "node.id=" + node,
        "controller.quorum.voters=" + voters(),
        "controller.listener.names=CONTROLLER",
        "inter.broker.listener.name=CLIENTS",
        "listeners=CLIENTS://%s:%d,CONTROLLER://%s:%d"
            .formatted(HOST, ports.get(node - 1), HOST, controllerPorts.get(node - 1)),
        "listener.security.protocol.map=CLIENTS:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
        "sasl.enabled.mechanisms=PLAIN",
        "sasl.mechanism.inter.broker.protocol=PLAIN",
        "sasl.mechanism.controller.protocol=PLAIN",
        "listener.name.clients.plain.sasl.jaas.config=" + accounts,
        "listener.name.controller.plain.sasl.jaas.config=" + accounts,
        "log.dirs=" + data(node),
        "num.partitions=4",
        "default.replication.factor=" + copies,
        "min.insync.replicas=" + needed,
        "offsets.topic.replication.factor=" + copies,
        "offsets.topic.num.partitions=4",
        "transaction.state.log.replication.factor=" + copies,
        "transaction.state.log.min.isr=" + needed,
        "transaction.state.log.num.partitions=4",
        "auto.create.topics.enable=false",
        "group.initial.rebalance.delay.ms=0",
        "log.cleaner.dedupe.buffer.size=" + (4 << 20),
        "log.index.size.max.bytes=" + (1 << 20),
        // Everything is on one machine: who is silent for long is dead.
        "broker.session.timeout.ms=6000");
  }

  private String voters() {
    return IntStream.rangeClosed(1, controllerPorts.size())
        .mapToObj(node -> node + "@" + HOST + ":" + controllerPorts.get(node - 1))
        .collect(Collectors.joining(","));
  }

  private void format(int node) throws IOException {
    Path data = data(node);
    if (Files.exists(data.resolve("meta.properties"))) {
      return;
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream to = new PrintStream(said, false, StandardCharsets.UTF_8)) {
      Formatter formatter =
          new Formatter()
              .setPrintStream(to)
              .setNodeId(node)
              .setClusterId(id)
              .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
              .setControllerListenerName("CONTROLLER")
              .setMetadataLogDirectory(data.toString());
      formatter.addDirectory(data.toString());
      formatter.run();
    } catch (Exception failed) {
      throw new IOException(
          "Cannot prepare %s for a broker: %s"
              .formatted(data, said.toString(StandardCharsets.UTF_8)),
          failed);
    }
  }
}
