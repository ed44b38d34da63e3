package dev.tidemark.station.cluster;

import dev.tidemark.run.flink.FlinkRest;
import dev.tidemark.station.up.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Flink session cluster on this machine: ZooKeeper, which keeps what must outlive a job manager,
 * one job manager and some task managers, each a process of its own. What it keeps lies in its
 * home: started there again after the death of everything, it goes on with its jobs.
 */
public final class FlinkCluster implements AutoCloseable {

  private final FlinkConfiguration configuration;
  private final ServerProcess keeper;
  private final ServerProcess jobManager;
  private final List<ServerProcess> taskManagers = new ArrayList<>();

  private FlinkCluster(FlinkConfiguration configuration, int taskManagers) throws IOException {
    this.configuration = configuration;
    this.keeper = process("zookeeper", configuration.zooKeeper());
    this.jobManager = process("jobmanager", configuration.jobManager());
    for (int i = 1; i <= taskManagers; i++) {
      this.taskManagers.add(
          process("taskmanager-" + i, configuration.taskManager("taskmanager-" + i)));
    }
  }

  private ServerProcess process(String name, JavaProgram program) {
    return new ServerProcess(name, program.command(), Map.of(), configuration.home());
  }

  /**
   * A cluster that is not started yet.
   *
   * @param restPort of the web address; 0 takes any and keeps it
   * @param metricsPorts where its processes tell Prometheus what they count; null for nowhere
   */
  static FlinkCluster in(Path home, int taskManagers, int slots, int restPort, String metricsPorts)
      throws IOException {
    Path absolute = Files.createDirectories(home.toAbsolutePath().normalize());
    int rest = Ports.kept(restPort, absolute.resolve("rest.port"));
    int zooKeeper = Ports.kept(0, absolute.resolve("zookeeper.port"));
    Ports.demand(rest, "Flink's web interface", "--port");
    return new FlinkCluster(
        FlinkConfiguration.write(absolute, Built.flink(), slots, rest, zooKeeper, metricsPorts),
        taskManagers);
  }

  /** Starts all of it on any free ports, and returns when every slot can be used. */
  public static FlinkCluster start(Path home, int taskManagers, int slots) throws Exception {
    FlinkCluster cluster = in(home, taskManagers, slots, 0, null);
    try {
      cluster.startKeeper();
      cluster.startJobManager();
      cluster.startTaskManagers();
      return cluster;
    } catch (Exception failed) {
      cluster.close();
      throw failed;
    }
  }

  void startKeeper() throws Exception {
    keeper.start();
    Waiting.until(
        "ZooKeeper answers",
        configuration.home(),
        () -> {
          keeper.demandAlive();
          return Waiting.answers(configuration.zooKeeperPort());
        });
  }

  void startJobManager() throws Exception {
    jobManager.start();
    awaitTaskManagers(0);
  }

  void startTaskManagers() throws Exception {
    for (ServerProcess taskManager : taskManagers) {
      taskManager.start();
    }
    awaitTaskManagers(taskManagers.size());
  }

  /** Waits until the job manager leads and knows so many task managers. */
  public void awaitTaskManagers(int number) throws Exception {
    FlinkRest flink = new FlinkRest(rest());
    Waiting.until(
        number + " task managers are known",
        configuration.home(),
        () -> {
          for (ServerProcess one : Stream.concat(Stream.of(jobManager), running()).toList()) {
            one.demandAlive();
          }
          try {
            return flink.get("/overview").path("taskmanagers").asInt(-1) >= number;
          } catch (IOException notYet) {
            return false;
          }
        });
  }

  private Stream<ServerProcess> running() {
    return taskManagers.stream().filter(ServerProcess::isAlive);
  }

  /** ZooKeeper: which job manager leads, which jobs run, and their newest checkpoints. */
  public ServerProcess keeper() {
    return keeper;
  }

  public ServerProcess jobManager() {
    return jobManager;
  }

  public List<ServerProcess> taskManagers() {
    return List.copyOf(taskManagers);
  }

  /** Every process, in the order in which they are started. */
  public List<ServerProcess> processes() {
    return Stream.concat(Stream.of(keeper, jobManager), taskManagers.stream()).toList();
  }

  /** The web interface and, below it, the REST interface. */
  public URI rest() {
    return URI.create("http://" + master());
  }

  /** The address that {@code --flinkMaster} names. */
  public String master() {
    return "127.0.0.1:" + configuration.restPort();
  }

  /** Where the checkpoints of its jobs lie. */
  public Path checkpoints() {
    return configuration.checkpoints();
  }

  /** Stops every process; the jobs go on at the next start in the same home. */
  @Override
  public void close() {
    ServerProcess.stop(Stream.concat(taskManagers.stream(), Stream.of(jobManager)).toList());
    ServerProcess.stop(List.of(keeper));
  }
}
