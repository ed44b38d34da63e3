package dev.tidemark.station.chaos;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.station.chaos.Action.Deed;
import dev.tidemark.station.cluster.Built;
import dev.tidemark.station.cluster.FlinkCluster;
import dev.tidemark.station.cluster.ServerProcess;
import dev.tidemark.station.serve.Parts;
import dev.tidemark.write.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A stream on a Flink cluster, whose processes are started again when they are gone. */
final class FlinkTarget implements Target {

  private static final int TASK_MANAGERS = 2;
  private static final int SLOTS = 4;

  private final Path home;
  private final int partitions;
  private final Parts parts = new Parts();
  private LocalServers servers;
  private FlinkCluster cluster;

  FlinkTarget(Path home, int partitions) {
    this.home = home;
    this.partitions = partitions;
  }

  @Override
  public List<Action> actions() {
    Deed none = Deed.NOTHING;
    return List.of(
        Action.kill(
            "kill-taskmanager", 8, (step, stream) -> step.of(cluster.taskManagers()).kill(), none),
        Action.kill("kill-jobmanager", 4, (step, stream) -> cluster.jobManager().kill(), none),
        Action.kill(
            "kill-taskmanagers",
            2,
            (step, stream) -> cluster.taskManagers().forEach(ServerProcess::kill),
            none),
        Action.kill(
            "kill-backend",
            3,
            (step, stream) ->
                Signal.KILL.to(List.of(step.of(PostgresProcesses.backends(database())))),
            none),
        Action.stall(
            "stall-taskmanager",
            2,
            2,
            25,
            (step, stream) -> stall(step.of(cluster.taskManagers()), step)),
        Action.stall(
            "stall-database",
            2,
            2,
            20,
            (step, stream) -> Signal.stall(servers.processes().all(), step.holds())),
        Action.restart("rescale", 1, (step, stream) -> rescale(step), none));
  }

  @Override
  public void start() throws Exception {
    servers = parts.add(LocalServers.start(home, partitions));
    cluster = parts.add(FlinkCluster.start(home.resolve("cluster"), TASK_MANAGERS, SLOTS));
    program("run", "--parallelism=2");
  }

  private static void stall(ServerProcess process, Step step)
      throws IOException, InterruptedException {
    process.stall();
    try {
      Thread.sleep(step.holds().toMillis());
    } finally {
      process.goOn();
    }
  }

  /** Savepoint, stop, and on with one subtask to as many as there are partitions. */
  private void rescale(Step step) throws IOException, InterruptedException {
    program("rescale", "--parallelism=" + (1 + step.pick() % partitions));
  }

  private void program(String name, String parallelism) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of(name, "--runner=FlinkRunner", "--dropRetries", parallelism));
    arguments.add("--flinkMaster=" + cluster.master());
    arguments.addAll(servers.options());
    Program.of(Built.runner("flink")).run(home.resolve("logs").resolve(name + ".log"), arguments);
  }

  @Override
  public void tend() throws IOException {
    for (ServerProcess process : cluster.processes()) {
      if (!process.isAlive()) {
        process.start();
      }
    }
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
