package dev.tidemark.station.operate;

import dev.tidemark.run.PostgresOptions;
import dev.tidemark.station.console.Question;
import dev.tidemark.station.health.DeadLetters;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes old dead letters. */
@Command(
    name = "purge",
    description = "Delete the dead letters that were seen before a time; asks first.",
    footer = {"", "Example: tidemark dead purge --before=30d"})
final class DeadPurge implements Callable<Integer> {

  @Mixin PostgresOptions postgres;
  @Spec CommandSpec command;

  @Option(
      names = "--before",
      paramLabel = "TIME",
      required = true,
      converter = Moment.class,
      description = "2026-01-09, 2026-01-09T12:00:00Z or 30d (ago).")
  Instant before;

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  @Override
  public Integer call() throws SQLException {
    PrintWriter out = command.commandLine().getOut();
    DeadLetters letters = new DeadLetters(postgres.database(command));
    long count = letters.countBefore(before);
    if (count > 0) {
      Question.confirm(
          "Delete %,d dead letters seen before %s?".formatted(count, TextTable.time(before)), yes);
    }
    out.printf("%,d deleted.%n", count == 0 ? 0 : letters.purge(before));
    return 0;
  }
}
