package dev.tidemark.run;

import dev.tidemark.run.flink.FlinkJob;
import dev.tidemark.run.flink.FlinkMaster;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Cuts a stream on a Flink cluster into another number of subtasks. */
@Command(
    name = "rescale",
    description =
        "Stop a stream on a Flink cluster with a savepoint and start it from there with another"
            + " parallelism.",
    footer = {"", "It needs the options that `run` was given."})
public final class Rescale implements Callable<Integer> {

  @Mixin EngineOptions engine;
  @Mixin KafkaOptions kafka;
  @Mixin PostgresOptions postgres;
  @Mixin EventOptions events;
  @Mixin ResultOptions results;
  @Spec CommandSpec command;

  /** Beam's options; picocli would not pass them to a mixin. */
  @Unmatched List<String> passedOn = new ArrayList<>();

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      required = true,
      description = "How many subtasks, at most one for each partition.")
  String parallelism;

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    engine.passedOn = passedOn;
    engine.passOn(List.of("--parallelism=" + parallelism));
    results.check();
    FlinkMaster flink =
        FlinkMaster.at(
            engine
                .flinkMaster()
                .orElseThrow(
                    () ->
                        UserError.inUsage(
                            "Only a stream on a Flink cluster can be rescaled.",
                            "Add --runner=FlinkRunner --flinkMaster=HOST:PORT.")));
    flink.slots();
    TrafficJob job =
        TrafficJob.prepare(
            engine, kafka.settings(), kafka.topic(), events, results, postgres.database(command));
    rescale(Submission.of(engine, job, kafka.topic(), flink), flink);
    return 0;
  }

  private void rescale(Submission stream, FlinkMaster flink)
      throws SQLException, IOException, InterruptedException {
    PrintWriter out = command.commandLine().getOut();
    FlinkJob running =
        stream
            .running()
            .orElseThrow(
                () ->
                    new UserError(
                        "This stream does not run there.", "Start it with `tidemark run`."));
    int before = flink.parallelism(running);
    int wanted = stream.parallelism();
    if (wanted == before) {
      out.println("Job " + running.id() + " has a parallelism of " + before + " already.");
      return;
    }
    stream.demandSlots(before);
    String savepoint = flink.savepoint(running, Optional.empty(), true);
    out.println("Job " + running.id() + " has stopped at " + savepoint);
    out.flush();
    try {
      out.println(Run.told(stream.start(Optional.of(savepoint)), flink));
    } catch (UserError failed) {
      throw new UserError(
          failed.getMessage(),
          failed.remedy() + " The stream stands still; `tidemark run --from=latest` goes on.",
          failed);
    }
  }
}
