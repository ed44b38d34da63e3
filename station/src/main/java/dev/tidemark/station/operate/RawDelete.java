package dev.tidemark.station.operate;

import dev.tidemark.run.RawStoreOptions;
import dev.tidemark.station.console.Question;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes raw records by whole days. */
@Command(name = "delete", description = "Delete the records of days before one, for good.")
final class RawDelete implements Callable<Integer> {

  @Mixin RawStoreOptions store;
  @Spec CommandSpec command;

  @Option(
      names = "--before",
      paramLabel = "DATE",
      required = true,
      description = "The first day that stays, of Kafka's time in UTC: 2026-01-09.")
  LocalDate before;

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  @Override
  public Integer call() throws IOException {
    RawStore records = RawStore.of(store);
    long old =
        records.kept().stream()
            .filter(kept -> kept.day().isBefore(before))
            .mapToLong(RawStore.Kept::records)
            .sum();
    if (old > 0) {
      Question.confirm(String.format(Locale.ROOT, "Delete %,d records for good?", old), yes);
      records.delete(before);
    }
    command.commandLine().getOut().printf(Locale.ROOT, "Deleted %,d records.%n", old);
    return 0;
  }
}
