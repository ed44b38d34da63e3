package dev.tidemark.station.chaos;

import static java.util.stream.Collectors.joining;

import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Metrics;
import dev.tidemark.run.flink.FlinkJob;
import dev.tidemark.run.flink.FlinkRest;
import dev.tidemark.station.audit.Verify;
import dev.tidemark.station.chaos.Action.Deed;
import dev.tidemark.station.cluster.Built;
import dev.tidemark.station.cluster.FlinkCluster;
import dev.tidemark.station.cluster.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream on a Flink cluster, whose processes are started again when they are gone. */
final class FlinkTarget extends ClusterTarget {

  static final String FILL_CHECKPOINTS = "fill-checkpoints";

  private static final String UPGRADE = "upgrade";

  /** The table of the metric that an upgrade adds to the graph. */
  private static final String ADDED = "client_traffic";

  /** By more than this no event is ahead of its producer's clock and the wrong clocks. */
  private static final Duration AHEAD = Duration.ofMinutes(6);

  private static final Logger log = LoggerFactory.getLogger(FlinkTarget.class);
  private static final int TASK_MANAGERS = 2;

  /** No more than needed: so every task manager works, and its death is felt. */
  private static final int SLOTS = 2;

  private static final Duration LEADER = Duration.ofMinutes(8);
  private static final Duration CHECKPOINT = Duration.ofMinutes(3);

  private int parallelism;
  private FlinkCluster cluster;
  private SmallDisk checkpoints;

  /** When the graph got its last metric; null where it had all of them from the start. */
  private Instant upgraded;

  private boolean complete = true;

  FlinkTarget(Path home, int partitions, int brokers, List<String> passedOn) {
    super(home, partitions, brokers, passedOn);
    this.parallelism = partitions;
  }

  @Override
  public List<Action> actions() {
    Deed none = Deed.NOTHING;
    List<Action> actions = new ArrayList<>(LocalServers.actions(brokers, this::servers));
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
                none),
            Action.restart(UPGRADE, 1, (step, stream) -> upgrade(), none),
            Action.stall(
                FILL_CHECKPOINTS,
                2,
                15,
                45,
                (step, stream) -> {
                  checkpoints.fillFor(step.holds());
                  awaitCheckpoint();
                })));
    return actions;
  }

  @Override
  public void start(Plan plan) throws Exception {
    complete = !plan.has(UPGRADE);
    startServers();
    Path place = home.resolve("cluster");
    if (plan.has(FILL_CHECKPOINTS)) {
      checkpoints = parts.add(SmallDisk.at(place.resolve("checkpoints")));
    }
    cluster = parts.add(FlinkCluster.start(place, TASK_MANAGERS, SLOTS));
    program("run");
  }

  /** The task managers count on for a moment without one: that is no recovery yet. */
  private void awaitNewLeader() throws Exception {
    FlinkRest flink = new FlinkRest(cluster.rest());
    await(LEADER, "The job did not go on after its job manager died,", () -> isAtWork(flink));
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

  /** Savepoint, stop, and on from there with one metric more, or the same once it is there. */
  private void upgrade() throws IOException, InterruptedException {
    run("savepoint", List.of("savepoint", "--stop", "--flinkMaster=" + cluster.master()));
    if (!complete) {
      complete = true;
      upgraded = Instant.now();
    }
    program("run", "--from=latest");
  }

  private void program(String name, String... more) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of(name, "--runner=FlinkRunner", "--dropRetries"));
    arguments.add("--parallelism=" + parallelism);
    arguments.add("--flinkMaster=" + cluster.master());
    arguments.addAll(servers().options());
    arguments.addAll(List.of(more));
    if (!complete) {
      arguments.add("--metrics=" + allBut(Metrics.ALL.stream().map(Metric::table)));
    }
    arguments.addAll(passedOn);
    run(name, arguments);
  }

  private void run(String name, List<String> arguments) throws IOException, InterruptedException {
    Program.of(Built.runner("flink")).run(home.resolve("logs").resolve(name + ".log"), arguments);
  }

  private static String allBut(Stream<String> tables) {
    return tables.filter(table -> !table.equals(ADDED)).collect(joining(","));
  }

  /** While there was no room, none could be completed. */
  private void awaitCheckpoint() throws Exception {
    FlinkRest flink = new FlinkRest(cluster.rest());
    long before = completed(flink);
    await(
        CHECKPOINT,
        "No checkpoint was completed, though there is room for it again,",
        () -> completed(flink) > before);
  }

  private static long completed(FlinkRest flink) throws IOException, InterruptedException {
    String job = flink.get("/jobs/overview").path("jobs").path(0).path("jid").asText();
    return flink.get("/jobs/" + job + "/checkpoints").path("counts").path("completed").asLong();
  }

  @Override
  public void tend() throws IOException {
    servers().tend();
    ServerProcess.startAgain(cluster.processes());
  }

  /** A metric that was added later is right from the windows on that it has seen whole. */
  @Override
  public List<List<String>> audits() {
    if (complete && upgraded == null) {
      return List.of(audit());
    }
    List<List<String>> audits = new ArrayList<>();
    audits.add(audit("--tables=" + allBut(Verify.tables().stream())));
    if (upgraded != null) {
      audits.add(audit("--tables=" + ADDED, "--from=" + upgraded.plus(AHEAD)));
    }
    return audits;
  }

  private List<String> audit(String... more) {
    List<String> options = new ArrayList<>(servers().options());
    options.add("--dropRetries");
    options.addAll(List.of(more));
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
