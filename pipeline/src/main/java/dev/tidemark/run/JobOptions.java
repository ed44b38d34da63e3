package dev.tidemark.run;

import dev.tidemark.run.flink.FlinkJob;
import dev.tidemark.run.flink.FlinkMaster;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which job on a Flink cluster is meant. */
final class JobOptions {

  @Option(
      names = "--flinkMaster",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8081",
      description = "The web address of the cluster (default ${DEFAULT-VALUE}).")
  String master;

  @Option(
      names = "--job",
      paramLabel = "ID",
      description = "The job; not needed where Tidemark has only one.")
  String id;

  FlinkMaster flink() {
    return FlinkMaster.at(master);
  }

  /** The job that runs and was named, or is the only one of Tidemark's. */
  FlinkJob job(FlinkMaster flink) throws InterruptedException {
    List<FlinkJob> active = flink.jobs().stream().filter(FlinkJob::isActive).toList();
    List<FlinkJob> meant = active.stream().filter(this::isMeant).toList();
    if (meant.isEmpty()) {
      throw new UserError(
          id == null ? "No job of Tidemark's runs there." : "No job " + id + " runs there.",
          active.isEmpty() ? "Start one with `tidemark run`." : "These run: " + list(active));
    }
    if (meant.size() > 1) {
      throw new UserError("Several jobs run there.", "Name one with --job=ID: " + list(meant));
    }
    return meant.get(0);
  }

  private boolean isMeant(FlinkJob job) {
    return id == null ? job.name().startsWith(FlinkMaster.JOB_NAME) : job.id().equals(id);
  }

  private static String list(List<FlinkJob> jobs) {
    return jobs.stream()
        .map(job -> job.id() + " (" + job.name() + ")")
        .collect(Collectors.joining(", "));
  }
}
