package dev.tidemark.station;

import dev.tidemark.run.CommandLines;
import dev.tidemark.run.Migrate;
import dev.tidemark.run.Run;
import dev.tidemark.run.Stopping;
import dev.tidemark.station.generate.Generate;
import dev.tidemark.station.logs.ImportLogs;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: one word for each thing that a person wants done. */
@Command(
    name = "tidemark",
    description = "Live, exact traffic analytics from Kafka into PostgreSQL.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {"", "Exit codes: 0 well, 1 failure, 2 a mistake in usage."},
    subcommands = {Run.class, Migrate.class, Generate.class, ImportLogs.class, Completion.class})
public final class Tidemark {
  private Tidemark() {}

  public static void main(String[] args) {
    int code = commandLine().execute(args);
    Stopping.done();
    System.exit(code);
  }

  static CommandLine commandLine() {
    return CommandLines.of(new Tidemark());
  }
}
