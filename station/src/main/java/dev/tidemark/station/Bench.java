package dev.tidemark.station;

import dev.tidemark.run.UserError;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Stands for the benchmark in the list of commands. The launcher starts the benchmark's own jar,
 * which brings the peers with it; this one holds none of them.
 */
@Command(
    name = "bench",
    description = "Run Tidemark and its peers on the same work, in turn, and compare them.")
final class Bench implements Callable<Integer> {
  @Unmatched List<String> options;

  @Override
  public Integer call() {
    throw new UserError(
        "the benchmark and its peers are not in this jar",
        "In a checkout, ./tidemark bench builds and starts them.");
  }
}
