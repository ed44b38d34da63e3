package dev.tidemark.run;

import dev.tidemark.run.flink.FlinkJob;
import dev.tidemark.run.flink.FlinkMaster;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes down the state of a stream on a Flink cluster. */
@Command(
    name = "savepoint",
    description = "Write down where a stream on a Flink cluster stands; with --stop, end it there.",
    footer = {"", "It goes on with `tidemark run --from=latest …`, or --from=PATH."})
public final class Savepoint implements Callable<Integer> {

  @Mixin JobOptions options;
  @Spec CommandSpec command;

  @Option(names = "--stop", description = "Stop the stream with the savepoint.")
  boolean stop;

  @Option(
      names = "--to",
      paramLabel = "URI",
      description = "A directory that the cluster can write to (default: beside the checkpoints).")
  String directory;

  @Override
  public Integer call() throws InterruptedException {
    FlinkMaster flink = options.flink();
    FlinkJob job = options.job(flink);
    String place = flink.savepoint(job, Optional.ofNullable(directory), stop);
    command.commandLine().getOut().println(place);
    command
        .commandLine()
        .getErr()
        .println("Job " + job.id() + (stop ? " has stopped there." : " goes on."));
    return 0;
  }
}
