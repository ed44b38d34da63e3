package dev.tidemark.bench.race;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What engines have laid down of their state, as far as they do so like Flink. */
final class Checkpoints {

  private static final int DEPTH = 8;

  private Checkpoints() {}

  /** The bytes of the largest below a directory; 0 where there is none, or none that stays. */
  static long largest(Path directory) {
    try (Stream<Path> checkpoints =
        Files.find(
            directory,
            DEPTH,
            (path, is) -> is.isDirectory() && path.getFileName().toString().startsWith("chk-"))) {
      return checkpoints.mapToLong(Checkpoints::bytes).max().orElse(0);
    } catch (IOException | UncheckedIOException gone) {
      // Old ones are removed while they are looked at; the next look finds those that stay.
      return 0;
    }
  }

  private static long bytes(Path checkpoint) {
    try (Stream<Path> files = Files.list(checkpoint)) {
      return files.map(Path::toFile).mapToLong(java.io.File::length).sum();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
