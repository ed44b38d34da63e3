package dev.tidemark.station.operate;

import dev.tidemark.station.console.Question;
import dev.tidemark.write.LakeDays;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes days of a lake. */
@Command(name = "expire", description = "Delete the days before one, for good.")
final class LakeExpire implements Callable<Integer> {

  @Mixin LakeDirectory lake;
  @Spec CommandSpec command;

  @Option(
      names = "--before",
      paramLabel = "DATE",
      required = true,
      description = "The first day that stays, in UTC: 2026-01-09.")
  LocalDate before;

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  @Override
  public Integer call() throws IOException {
    long files = 0;
    List<LocalDate> old;
    try (LakeDays days = lake.days()) {
      old = days.days().stream().filter(day -> day.isBefore(before)).toList();
      if (!old.isEmpty()) {
        Question.confirm(
            String.format(
                Locale.ROOT,
                "Delete %,d days, from %s to %s, for good?",
                old.size(),
                old.get(0),
                old.get(old.size() - 1)),
            yes);
      }
      for (LocalDate day : old) {
        files += days.expire(day);
      }
    }
    command
        .commandLine()
        .getOut()
        .printf(Locale.ROOT, "Deleted %,d days in %,d files.%n", old.size(), files);
    return 0;
  }
}
