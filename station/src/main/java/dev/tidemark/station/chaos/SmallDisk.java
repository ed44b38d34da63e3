package dev.tidemark.station.chaos;

import dev.tidemark.run.UserError;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A small file system of its own at a directory, which can be filled up. */
final class SmallDisk implements Closeable {

  private static final String SIZE = "64m";
  private static final int PIECE = 4096;

  private final Path directory;
  private final Path ballast;

  private SmallDisk(Path directory) {
    this.directory = directory;
    this.ballast = directory.resolve("ballast");
  }

  /** Puts one there; only root on Linux may do that. */
  static SmallDisk at(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tidemark-chaos", directory.toString());
    return new SmallDisk(directory);
  }

  /** Leaves no room on it for a while, to anybody. */
  void fillFor(Duration time) throws IOException, InterruptedException {
    try {
      fill();
      Thread.sleep(time.toMillis());
    } finally {
      Files.deleteIfExists(ballast);
    }
  }

  /** Until nothing more goes onto it, also of what others have removed meanwhile. */
  private void fill() throws IOException {
    byte[] piece = new byte[PIECE];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (Files.getFileStore(directory).getUsableSpace() >= PIECE) {
        out.write(piece);
      }
    }
  }

  /** Takes it away, though somebody may still have a file open there. */
  @Override
  public void close() throws IOException {
    try {
      run("umount", "--lazy", directory.toString());
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new UserError(
          "`" + String.join(" ", command) + "` ended with " + code + ": " + said.strip(),
          "The action " + FlinkTarget.FILL_CHECKPOINTS + " needs root and Linux; choose others.");
    }
  }
}
