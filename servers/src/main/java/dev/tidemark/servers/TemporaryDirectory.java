package dev.tidemark.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/** A directory that lives as long as the server that works in it. */
final class TemporaryDirectory {
  private TemporaryDirectory() {}

  static Path create(String prefix) {
    try {
      return Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes the directory with all it holds; null stands for one that was never made. */
  static void delete(Path directory) {
    try {
      if (directory != null) {
        FileUtils.deleteDirectory(directory.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
