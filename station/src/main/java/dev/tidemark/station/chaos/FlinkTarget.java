package dev.tidemark.station.chaos;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.UserError;
import dev.tidemark.run.flink.FlinkJob;
import dev.tidemark.run.flink.FlinkRest;
import dev.tidemark.station.chaos.Action.Deed;
import dev.tidemark.station.cluster.Built;
import dev.tidemark.station.cluster.FlinkCluster;
import dev.tidemark.station.cluster.ServerProcess;
import dev.tidemark.station.serve.Parts;
import dev.tidemark.write.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream on a Flink cluster, whose processes are started again when they are gone. */
final class FlinkTarget implements Target {

  private static final Logger log = LoggerFactory.getLogger(FlinkTarget.class);
  private static final int TASK_MANAGERS = 2;

  /** No more than needed: so every task manager works, and its death is felt. */
  private static final int SLOTS = 2;

  private static final Duration LEADER = Duration.ofMinutes(8);
  private static final long LOOK_MILLIS = 200;

  private final Path home;
  private final int partitions;
  private final int brokers;
  private final List<String> passedOn;
  private final Parts parts = new Parts();
  private int parallelism;
  private LocalServers servers;
  private FlinkCluster cluster;

  FlinkTarget(Path home, int partitions, int brokers, List<String> passedOn) {
    this.home = home;
    this.partitions = partitions;
    this.brokers = brokers;
    this.passedOn = List.copyOf(passedOn);
    this.parallelism = partitions;
  }

  @Override
  public List<Action> actions() {
    Deed none = Deed.NOTHING;
    List<Action> actions = new ArrayList<>(LocalServers.actions(brokers, () -> servers));
    actions.addAll(
        List.of(
            Action.kill(
                "kill-taskmanager",
                8,
                (step, stream) -> step.of(cluster.taskManagers()).kill(),
                none),
            Action.kill(
                "kill-jobmanager",
                4,
                (step, stream) -> cluster.jobManager().kill(),
                (step, stream) -> awaitNewLeader()),
            Action.kill(
                "kill-taskmanagers",
                2,
                (step, stream) -> cluster.taskManagers().forEach(ServerProcess::kill),
                none),
            Action.stall(
                "stall-taskmanager",
                2,
                2,
                25,
                (step, stream) ->
                    Signal.stall(List.of(handle(step.of(cluster.taskManagers()))), step.holds())),
            Action.restart("rescale", 1, (step, stream) -> rescale(), none),
            Action.restart(
                "add-partition",
                1,
                (step, stream) -> {
                  stream.addPartition();
                  program("rescale");
                },
                none)));
    return actions;
  }

  @Override
  public void start() throws Exception {
    servers = parts.add(LocalServers.start(home, partitions, brokers));
    cluster = parts.add(FlinkCluster.start(home.resolve("cluster"), TASK_MANAGERS, SLOTS));
    program("run");
  }

  /** The task managers count on for a moment without one: that is no recovery yet. */
  private void awaitNewLeader() throws Exception {
    FlinkRest flink = new FlinkRest(cluster.rest());
    long end = System.nanoTime() + LEADER.toNanos();
    while (!isAtWork(flink)) {
      tend();
      if (System.nanoTime() > end) {
        throw new UserError(
            "The job did not go on within " + LEADER.toSeconds() + " s after its job manager died.",
            "See the logs of the cluster in the home.");
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private static boolean isAtWork(FlinkRest flink) throws InterruptedException {
    try {
      return FlinkJob.of(flink.get("/jobs/overview").path("jobs").path(0)).isAtWork();
    } catch (IOException noLeader) {
      log.debug("No job manager answers", noLeader);
      return false;
    }
  }

  private static ProcessHandle handle(ServerProcess process) {
    return ProcessHandle.of(process.pid()).orElseThrow();
  }

  /** Savepoint, stop, and on with one subtask less, or with one more. */
  private void rescale() throws IOException, InterruptedException {
    parallelism = parallelism == partitions ? partitions - 1 : partitions;
    program("rescale");
  }

  private void program(String name) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of(name, "--runner=FlinkRunner", "--dropRetries"));
    arguments.add("--parallelism=" + parallelism);
    arguments.add("--flinkMaster=" + cluster.master());
    arguments.addAll(servers.options());
    arguments.addAll(passedOn);
    Program.of(Built.runner("flink")).run(home.resolve("logs").resolve(name + ".log"), arguments);
  }

  @Override
  public void tend() throws IOException {
    servers.tend();
    ServerProcess.startAgain(cluster.processes());
  }

  @Override
  public KafkaSettings kafka() {
    return servers.kafka();
  }

  @Override
  public String topic() {
    return LocalServers.TOPIC;
  }

  @Override
  public Postgres database() {
    return servers.database();
  }

  @Override
  public List<String> auditOptions() {
    List<String> options = new ArrayList<>(servers.options());
    options.add("--dropRetries");
    return options;
  }

  @Override
  public void stop() {
    close();
  }

  @Override
  public void close() {
    parts.close();
  }
}
