package dev.tidemark.station.operate;

import dev.tidemark.run.UserError;
import dev.tidemark.write.LakeDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Where a lake is. */
final class LakeDirectory {

  /** Longer than a query takes that found files before they were replaced. */
  private static final Duration GRACE = Duration.ofHours(1);

  @Option(
      names = "--lake",
      paramLabel = "DIR",
      required = true,
      description = "The directory that run --lake named, or that of a raw store, on this machine.")
  Path directory;

  Path existing() {
    if (!Files.isDirectory(directory)) {
      throw new UserError(
          "There is no lake in " + directory + ".", "Name the directory that run --lake named.");
    }
    return directory;
  }

  LakeDays days() throws IOException {
    return LakeDays.in(existing(), GRACE)
        .orElseThrow(
            () ->
                new UserError(
                    "Another program looks after the lake in " + directory + ".",
                    "Wait until it has ended."));
  }
}
