package dev.tidemark.station.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.station.serve.Parts;
import dev.tidemark.station.up.Ports;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A standalone Spark cluster on this machine: a master, which notes in its home what must outlive
 * it, and some workers, each a process of its own. Executors are processes of the workers; the
 * driver is the program that runs the graph.
 */
public final class SparkCluster implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

  private final Path home;
  private final int port;
  private final int webPort;
  private final ServerProcess master;
  private final List<ServerProcess> workers = new ArrayList<>();
  private final Parts parts = new Parts();
  private final ObjectMapper json = new ObjectMapper();

  private SparkCluster(Path home, Path spark, int workers, int cores, int port, int webPort) {
    this.home = home;
    this.port = port;
    this.webPort = webPort;
    this.master =
        process(
            "master",
            spark,
            List.of("-Dspark.deploy.recoveryMode=FILESYSTEM", recoveryDirectory()),
            "org.apache.spark.deploy.master.Master",
            List.of("--host", HOST, "--port", "" + port, "--webui-port", "" + webPort));
    for (String name : IntStream.rangeClosed(1, workers).mapToObj(i -> "worker-" + i).toList()) {
      this.workers.add(
          process(
              name,
              spark,
              List.of(),
              "org.apache.spark.deploy.worker.Worker",
              Stream.of(
                      List.of("--host", HOST, "--webui-port", "0", "--cores", "" + cores),
                      List.of("--memory", "2g", "--work-dir", home.resolve(name).toString()),
                      List.of(address()))
                  .flatMap(List::stream)
                  .toList()));
    }
  }

  private String recoveryDirectory() {
    return "-Dspark.deploy.recoveryDirectory=" + home.resolve("recovery");
  }

  private ServerProcess process(
      String name, Path spark, List<String> options, String main, List<String> arguments) {
    String classPath =
        spark.resolve("tidemark-spark-cluster.jar")
            + File.pathSeparator
            + spark.resolve("jars").resolve("*");
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("-Xmx256m", "-Dtidemark.log.engine=info"));
    return parts.add(
        new ServerProcess(
            name,
            new JavaProgram(classPath, all, main, arguments).command(),
            Map.of(
                "SPARK_HOME",
                spark.toString(),
                "SPARK_SCALA_VERSION",
                "2.12",
                "SPARK_LOCAL_IP",
                HOST,
                "JAVA_HOME",
                System.getProperty("java.home")),
            home.resolve("logs").resolve(name + ".log")));
  }

  /**
   * A cluster that is not started yet.
   *
   * @param cores of each worker, one for each task at a time
   * @param port of the master; 0 takes any and keeps it
   * @param webPort of its web interface, likewise
   */
  public static SparkCluster in(Path home, int workers, int cores, int port, int webPort)
      throws IOException {
    Path absolute = Files.createDirectories(home.toAbsolutePath().normalize());
    Files.createDirectories(absolute.resolve("recovery"));
    int masterPort = Ports.kept(port, absolute.resolve("master.port"));
    int shown = Ports.kept(webPort, absolute.resolve("web.port"));
    Ports.demand(masterPort, "Spark's master", "--port");
    Ports.demand(shown, "Spark's web interface", "--webPort");
    return new SparkCluster(absolute, Built.spark(), workers, cores, masterPort, shown);
  }

  /** Starts all of it on any free ports, and returns when every core can be used. */
  public static SparkCluster start(Path home, int workers, int cores) throws Exception {
    SparkCluster cluster = in(home, workers, cores, 0, 0);
    try {
      cluster.startMaster();
      cluster.startWorkers();
      return cluster;
    } catch (Exception failed) {
      cluster.close();
      throw failed;
    }
  }

  void startMaster() throws Exception {
    master.start();
    awaitWorkers(0);
  }

  void startWorkers() throws Exception {
    for (ServerProcess worker : workers) {
      worker.start();
    }
    awaitWorkers(workers.size());
  }

  /** Waits until the master leads and knows so many workers. */
  public void awaitWorkers(int number) throws Exception {
    Waiting.until(
        number + " workers are known",
        home,
        () -> {
          master.demandAlive();
          try {
            JsonNode state = json.readTree(URI.create(web() + "/json/").toURL());
            return state.path("status").asText().equals("ALIVE")
                && state.path("aliveworkers").asInt() >= number;
          } catch (IOException notYet) {
            return false;
          }
        });
  }

  public ServerProcess masterProcess() {
    return master;
  }

  public List<ServerProcess> workers() {
    return List.copyOf(workers);
  }

  /** The executors that run now: they come and go with the jobs. */
  public List<ProcessHandle> executors() {
    return workers.stream()
        .filter(ServerProcess::isAlive)
        .flatMap(worker -> ProcessHandle.of(worker.pid()).stream())
        .flatMap(ProcessHandle::children)
        .filter(child -> child.info().commandLine().orElse("").contains(EXECUTOR))
        .toList();
  }

  /** Every process but the executors, in the order in which they are started. */
  public List<ServerProcess> processes() {
    return Stream.concat(Stream.of(master), workers.stream()).toList();
  }

  /** The address that {@code --sparkMaster} names. */
  public String address() {
    return "spark://" + HOST + ":" + port;
  }

  public URI web() {
    return URI.create("http://" + HOST + ":" + webPort);
  }

  @Override
  public void close() {
    parts.close();
  }
}
