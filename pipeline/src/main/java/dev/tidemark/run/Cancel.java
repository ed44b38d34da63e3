package dev.tidemark.run;

import dev.tidemark.run.flink.FlinkJob;
import dev.tidemark.run.flink.FlinkMaster;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Ends a stream on a Flink cluster at once. */
@Command(
    name = "cancel",
    description = "End a stream on a Flink cluster at once; its checkpoints stay.",
    footer = {"", "It goes on from the newest one with `tidemark run --from=latest …`."})
public final class Cancel implements Callable<Integer> {

  @Mixin JobOptions options;
  @Spec CommandSpec command;

  @Override
  public Integer call() throws InterruptedException {
    FlinkMaster flink = options.flink();
    FlinkJob job = options.job(flink);
    flink.cancel(job);
    command.commandLine().getOut().println("Job " + job.id() + " was cancelled.");
    return 0;
  }
}
