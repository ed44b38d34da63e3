package dev.tidemark.station.operate;

import dev.tidemark.run.UserError;
import dev.tidemark.write.LakeDays;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes few files of many. */
@Command(
    name = "compact",
    description = "Make few files of the many of days that are over; readers see the one or other.",
    footer = {
      "",
      "The files that were replaced stay for an hour, for readers that had found them; the next run",
      "removes them."
    })
final class LakeCompact implements Callable<Integer> {

  @Mixin LakeDirectory lake;
  @Spec CommandSpec command;

  @Option(
      names = "--before",
      paramLabel = "DATE",
      description = "The first day that is left as it is, in UTC (default today).")
  LocalDate before = LocalDate.now(ZoneOffset.UTC);

  @Option(
      names = "--megabytes",
      paramLabel = "N",
      defaultValue = "16",
      description = "About how large a file may become (default ${DEFAULT-VALUE}).")
  int megabytes;

  @Override
  public Integer call() throws IOException {
    if (megabytes < 1) {
      throw UserError.inUsage("--megabytes must be at least 1.", "Leave it out for 16.");
    }
    PrintWriter out = command.commandLine().getOut();
    int compacted = 0;
    try (LakeDays days = lake.days()) {
      for (LocalDate day : days.days()) {
        if (day.isBefore(before)) {
          Optional<LakeDays.Compacted> done = days.compact(day, (long) megabytes << 20);
          if (done.isPresent()) {
            compacted++;
            out.printf(
                Locale.ROOT,
                "%s: %,d files became %,d, of %,d rows.%n",
                day,
                done.get().filesBefore(),
                done.get().filesAfter(),
                done.get().rows());
            out.flush();
          }
        }
      }
    }
    out.printf(Locale.ROOT, "%,d days were compacted.%n", compacted);
    return 0;
  }
}
