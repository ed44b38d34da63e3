package dev.tidemark.station.chaos;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.tidemark.run.UserError;
import dev.tidemark.station.chaos.Action.Deed;
import dev.tidemark.station.cluster.Built;
import dev.tidemark.station.cluster.ServerProcess;
import dev.tidemark.station.cluster.SparkCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Rounds on a Spark cluster, whose processes and driver are started again when they are gone. */
final class SparkTarget extends ClusterTarget {

  private static final int WORKERS = 2;
  private static final int CORES = 2;
  private static final Duration STOP = Duration.ofMinutes(2);

  /** Executors come with a driver, some seconds after it. */
  private static final Duration EXECUTOR = Duration.ofMinutes(2);

  private final Path output;
  private SparkCluster cluster;
  private Process driver;

  SparkTarget(Path home, int partitions, int brokers, List<String> passedOn) {
    super(home, partitions, brokers, passedOn);
    this.output = home.resolve("logs").resolve("run.log");
  }

  @Override
  public List<Action> actions() {
    Deed none = Deed.NOTHING;
    List<Action> actions = new ArrayList<>(LocalServers.actions(brokers, this::servers));
    actions.addAll(
        List.of(
            Action.kill(
                "kill-executor",
                6,
                (step, stream) -> Signal.KILL.to(List.of(step.of(executors()))),
                none),
            Action.kill(
                "kill-executors",
                2,
                (step, stream) -> Signal.KILL.to(List.copyOf(executors())),
                none),
            Action.kill(
                "kill-driver",
                4,
                (step, stream) -> Signal.KILL.to(List.of(driver.toHandle())),
                (step, stream) -> startDriver()),
            Action.kill(
                "kill-worker", 3, (step, stream) -> step.of(cluster.workers()).kill(), none),
            Action.kill("kill-master", 3, (step, stream) -> cluster.masterProcess().kill(), none),
            Action.stall(
                "stall-executor",
                2,
                2,
                20,
                (step, stream) -> Signal.stall(List.of(step.of(executors())), step.holds()))));
    return actions;
  }

  @Override
  public void start(Plan plan) throws Exception {
    startServers();
    cluster = parts.add(SparkCluster.start(home.resolve("cluster"), WORKERS, CORES));
    startDriver();
  }

  private void startDriver() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "--runner=SparkRunner", "--every=1s"));
    arguments.add("--sparkMaster=" + cluster.address());
    arguments.addAll(servers().options());
    arguments.addAll(passedOn);
    driver = Program.of(Built.runner("spark")).start(output, arguments);
  }

  private List<ProcessHandle> executors() throws Exception {
    List<ProcessHandle> found = new ArrayList<>();
    await(EXECUTOR, "The driver had no executor", () -> found.addAll(cluster.executors()));
    return found;
  }

  @Override
  public void tend() throws IOException {
    servers().tend();
    ServerProcess.startAgain(cluster.processes());
    if (!driver.isAlive()) {
      throw failed("It ended with " + driver.exitValue() + ", though nobody has ended it.");
    }
  }

  private UserError failed(String what) {
    return Program.failed("run", what, output);
  }

  @Override
  public List<List<String>> audits() {
    return List.of(servers().options());
  }

  @Override
  public void stop() throws IOException, InterruptedException {
    driver.destroy();
    if (!driver.waitFor(STOP.toMillis(), MILLISECONDS)) {
      throw failed("It did not stop within " + STOP.toSeconds() + " s.");
    }
    if (driver.exitValue() != 0) {
      throw failed("It ended with " + driver.exitValue() + " when it was asked to stop.");
    }
  }

  @Override
  public void close() {
    if (driver != null) {
      driver.destroyForcibly();
    }
    parts.close();
  }
}
