package dev.tidemark.station.cluster;

import dev.tidemark.run.UserError;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a Flink cluster and stays with it. */
@Command(
    name = "flink",
    description = "Start a Flink 1.19 session cluster: ZooKeeper, job manager, task managers.",
    footer = {
      "",
      "A process that dies is started again, and jobs go on from their newest checkpoint.",
      "Example: tidemark run --runner=FlinkRunner --flinkMaster=127.0.0.1:8081 …"
    })
public final class ClusterFlink implements Callable<Integer> {

  @Spec CommandSpec command;

  @Option(
      names = "--taskmanagers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many task managers (default ${DEFAULT-VALUE}).")
  int taskManagers;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "2",
      description = "Slots of each, one for each subtask of a job (default ${DEFAULT-VALUE}).")
  int slots;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "The port of the web interface (default ${DEFAULT-VALUE}; 0: any).")
  int port;

  @Option(
      names = "--metricsPorts",
      paramLabel = "PORT[-PORT]",
      description =
          "Let every process tell Prometheus what it counts, on the first free port of these."
              + " Flink's reporter listens on every address of the machine (default: none does).")
  String metricsPorts;

  @Override
  public Integer call() throws Exception {
    if (metricsPorts != null && !metricsPorts.matches("\\d{1,5}(-\\d{1,5})?")) {
      throw UserError.inUsage(
          "--metricsPorts=" + metricsPorts + " names no ports.", "Write them as in 9250-9260.");
    }
    if (taskManagers < 1 || slots < 1) {
      throw UserError.inUsage(
          "A cluster has at least one task manager with one slot.",
          "Leave --taskmanagers and --slots out for two of each.");
    }
    Path home = ClusterHome.of(command, "flink");
    try (FlinkCluster cluster = FlinkCluster.in(home, taskManagers, slots, port, metricsPorts)) {
      Foreground foreground = new Foreground(command, "A Flink cluster in " + home);
      return foreground.run(
          list -> {
            list.start("zookeeper", cluster::startKeeper, "keeps what must outlive a job manager");
            list.start("jobmanager", cluster::startJobManager, cluster.rest().toString());
            list.start(
                taskManagers == 1 ? "worker" : "workers",
                cluster::startTaskManagers,
                "%d task managers of %d slots".formatted(taskManagers, slots));
          },
          cluster.processes(),
          "tidemark run --runner=FlinkRunner --flinkMaster=" + cluster.master() + " …");
    }
  }
}
