package dev.tidemark.station.up;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.run.Home;
import dev.tidemark.run.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to use a home, which one process has at a time and which ends with that process. The
 * file holds the number of the process.
 */
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
      FileChannel file =
          FileChannel.open(
              file(home),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (lock(file) == null) {
        file.close();
        throw inUse(home);
      }
      file.truncate(0);
      String pid = Long.toString(ProcessHandle.current().pid());
      file.write(ByteBuffer.wrap(pid.getBytes(UTF_8)));
      return new HomeLock(file);
    } catch (IOException refused) {
      throw new UserError(
          "Cannot write to the home " + directory + ": " + refused.getMessage(),
          "Name a directory that you may write to with --home=DIR.",
          refused);
    }
  }

  /** The process that has this home now. */
  static Optional<ProcessHandle> owner(Home home) throws IOException {
    Path file = file(home);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (lock(channel) != null) {
        return Optional.empty();
      }
    }
    return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()));
  }

  private static Path file(Home home) {
    return home.directory().resolve("lock");
  }

  private static FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException ours) {
      return null;
    }
  }

  private static UserError inUse(Home home) throws IOException {
    String who = owner(home).map(process -> " (process " + process.pid() + ")").orElse("");
    return new UserError(
        "Tidemark is already running in " + home.directory() + who + ".",
        "Stop it with `tidemark down`, or start another one with --home=DIR and other ports.");
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
