package dev.tidemark.station.up;

import dev.tidemark.run.Home;
import dev.tidemark.run.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The right to use a home, which one process has at a time and which ends with that process. */
final class HomeLock implements AutoCloseable {

  private final FileChannel file;

  private HomeLock(FileChannel file) {
    this.file = file;
  }

  /** Takes the home, making its directory when it is new. */
  static HomeLock take(Home home) throws IOException {
    Path directory = home.directory();
    try {
      Files.createDirectories(directory);
    } catch (IOException refused) {
      throw new UserError(
          "Cannot make the home " + directory.toAbsolutePath() + ": " + refused.getMessage(),
          "Name a directory that you may write to with --home.",
          refused);
    }
    FileChannel file =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = file.tryLock();
    if (lock == null) {
      file.close();
      String who = home.process().map(process -> " (process " + process.pid() + ")").orElse("");
      throw new UserError(
          "Tidemark is already running in " + directory.toAbsolutePath() + who + ".",
          "Stop it with `tidemark down`, or start another one with --home=DIR and other ports.");
    }
    return new HomeLock(file);
  }

  /** Whether a process holds this home. */
  static boolean isHeld(Home home) throws IOException {
    Path file = home.directory().resolve("lock");
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
