package dev.tidemark.station.operate;

import dev.tidemark.run.RawStoreOptions;
import dev.tidemark.run.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows some raw records, drawn at random. */
@Command(name = "sample", description = "Show some records, drawn at random, as JSON.")
final class RawSample implements Callable<Integer> {

  @Mixin RawStoreOptions store;
  @Spec CommandSpec command;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many (default ${DEFAULT-VALUE}).")
  int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What chance begins with: the same number shows the same records.")
  Long seed;

  @Override
  public Integer call() throws IOException {
    if (count < 1) {
      throw UserError.inUsage("--count must be at least 1.", "Leave it out for 5.");
    }
    PrintWriter out = command.commandLine().getOut();
    RawStore.of(store).sample(count, seed).forEach(record -> out.println(Output.line(record)));
    return 0;
  }
}
