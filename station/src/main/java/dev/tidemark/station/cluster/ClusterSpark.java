package dev.tidemark.station.cluster;

import dev.tidemark.run.UserError;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a Spark cluster and stays with it. */
@Command(
    name = "spark",
    description = "Start a standalone Spark 3.5 cluster: a master and workers.",
    footer = {
      "",
      "A process that dies is started again.",
      "Example: tidemark run --runner=SparkRunner --sparkMaster=spark://127.0.0.1:7077 --every=5m …"
    })
public final class ClusterSpark implements Callable<Integer> {

  @Spec CommandSpec command;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many workers (default ${DEFAULT-VALUE}).")
  int workers;

  @Option(
      names = "--cores",
      paramLabel = "N",
      defaultValue = "2",
      description = "Cores of each, one for each task at a time (default ${DEFAULT-VALUE}).")
  int cores;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "7077",
      description = "The port of the master (default ${DEFAULT-VALUE}; 0: any).")
  int port;

  @Option(
      names = "--webPort",
      paramLabel = "PORT",
      defaultValue = "8088",
      description = "The port of its web interface (default ${DEFAULT-VALUE}; 0: any).")
  int webPort;

  @Override
  public Integer call() throws Exception {
    if (workers < 1 || cores < 1) {
      throw UserError.inUsage(
          "A cluster has at least one worker with one core.",
          "Leave --workers and --cores out for two of each.");
    }
    Path home = ClusterHome.of(command, "spark");
    try (SparkCluster cluster = SparkCluster.in(home, workers, cores, port, webPort)) {
      Foreground foreground = new Foreground(command, "A Spark cluster in " + home);
      return foreground.run(
          list -> {
            list.start("master", cluster::startMaster, cluster.web().toString());
            list.start(
                "workers",
                cluster::startWorkers,
                "%d workers of %d cores".formatted(workers, cores));
          },
          cluster.processes(),
          "tidemark run --runner=SparkRunner --sparkMaster=" + cluster.address() + " --every=5m …");
    }
  }
}
