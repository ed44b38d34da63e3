package dev.tidemark.station.cluster;

import dev.tidemark.station.up.Ports;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * A Kafka cluster on this machine: brokers, each a controller, too, and a process of its own, which
 * keep every record three times and let in whoever knows the password. Started again in its home,
 * it has its topics still.
 */
public final class KafkaCluster implements AutoCloseable {

  private final KafkaConfiguration configuration;
  private final List<ServerProcess> brokers = new ArrayList<>();

  private KafkaCluster(KafkaConfiguration configuration) {
    this.configuration = configuration;
    for (int node = 1; node <= configuration.ports().size(); node++) {
      JavaProgram program =
          new JavaProgram(
              System.getProperty("java.class.path"),
              List.of("-Xmx384m", "-Dtidemark.log.engine=info"),
              "kafka.Kafka",
              List.of(configuration.file(node).toString()));
      brokers.add(
          new ServerProcess("broker-" + node, program.command(), Map.of(), configuration.home()));
    }
  }

  /**
   * A cluster that is not started yet.
   *
   * @param port of the first broker, the others follow; 0 takes any and keeps them
   */
  public static KafkaCluster in(Path home, int brokers, int port) throws IOException {
    Path absolute = Files.createDirectories(home.toAbsolutePath().normalize());
    List<Integer> ports = new ArrayList<>();
    List<Integer> controllerPorts = new ArrayList<>();
    for (int node = 1; node <= brokers; node++) {
      String name = "broker-" + node;
      int wanted = port == 0 ? 0 : port + node - 1;
      ports.add(Ports.kept(wanted, absolute.resolve(name + ".port")));
      controllerPorts.add(Ports.kept(0, absolute.resolve(name + ".controller.port")));
      Ports.demand(ports.get(node - 1), name, "--port");
    }
    return new KafkaCluster(KafkaConfiguration.write(absolute, ports, controllerPorts));
  }

  /** Starts all of it on any free ports, and returns when every broker is there. */
  public static KafkaCluster start(Path home, int brokers) throws Exception {
    KafkaCluster cluster = in(home, brokers, 0);
    try {
      cluster.start();
      return cluster;
    } catch (Exception failed) {
      cluster.close();
      throw failed;
    }
  }

  /** Starts all of it, and returns when every broker is there. */
  public void start() throws Exception {
    for (ServerProcess broker : brokers) {
      broker.start();
    }
    awaitBrokers(brokers.size());
  }

  /** Waits until the cluster knows so many brokers. */
  public void awaitBrokers(int number) throws Exception {
    Waiting.until(
        "one broker answers",
        configuration.home(),
        () -> configuration.ports().stream().anyMatch(Waiting::answers));
    try (Admin admin = Admin.create(Map.copyOf(client()))) {
      Waiting.until(
          number + " brokers are known",
          configuration.home(),
          () -> {
            try {
              return admin.describeCluster().nodes().get().size() >= number;
            } catch (ExecutionException notYet) {
              return false;
            }
          });
    }
  }

  public List<ServerProcess> brokers() {
    return List.copyOf(brokers);
  }

  /** What {@code --kafka} names. */
  public String bootstrapServers() {
    return configuration.bootstrapServers();
  }

  /** What {@code --kafkaConfig} names: the file with the password. */
  public Path clientFile() {
    return configuration.clientFile();
  }

  /** The properties of a client, address and password included. */
  public Map<String, String> client() throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(clientFile())) {
      properties.load(reader);
    }
    properties.setProperty("bootstrap.servers", bootstrapServers());
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, properties::getProperty));
  }

  @Override
  public void close() {
    ServerProcess.stop(brokers);
  }
}
