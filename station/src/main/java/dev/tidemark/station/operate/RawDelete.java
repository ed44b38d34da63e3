package dev.tidemark.station.operate;

import dev.tidemark.station.console.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
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

  @Mixin RawStore store;
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
    List<RawStore.Filed> old =
        store.files().stream().filter(file -> file.day().isBefore(before)).toList();
    long records = old.stream().mapToLong(RawStore.Filed::rows).sum();
    if (!old.isEmpty()) {
      Question.confirm(
          String.format(
              Locale.ROOT, "Delete %,d records in %,d files for good?", records, old.size()),
          yes);
    }
    for (RawStore.Filed file : old) {
      Files.delete(file.file());
    }
    command
        .commandLine()
        .getOut()
        .printf(Locale.ROOT, "Deleted %,d records in %,d files.%n", records, old.size());
    return 0;
  }
}
