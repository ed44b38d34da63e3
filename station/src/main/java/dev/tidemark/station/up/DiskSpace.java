package dev.tidemark.station.up;

import dev.tidemark.run.UserError;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Room on the disk of a home: a broker and a database that run out of it may not start again. */
record DiskSpace(Path home) {

  private static final long MEGA = 1_000_000;

  /** Without this much nothing is started. */
  private static final long TO_START = 500 * MEGA;

  /** Below this everything is stopped in good order, before a write fails. */
  private static final long TO_GO_ON = 150 * MEGA;

  void demandToStart() throws IOException {
    long free = free();
    if (free < TO_START) {
      throw new UserError(
          "The disk of "
              + home
              + " is full: "
              + mega(free)
              + " free, "
              + mega(TO_START)
              + " needed.",
          "Free some space, or choose a home on another disk with --home=DIR.");
    }
  }

  boolean isTooSmallToGoOn() throws IOException {
    return free() < TO_GO_ON;
  }

  UserError full() throws IOException {
    return new UserError(
        "The disk of "
            + home
            + " is full ("
            + mega(free())
            + " free): stopped before data suffered.",
        "Free some space and start again; counting goes on where it was.");
  }

  private long free() throws IOException {
    FileStore disk = Files.getFileStore(home);
    return disk.getUsableSpace();
  }

  private static String mega(long bytes) {
    return String.format(Locale.ROOT, "%,d MB", bytes / MEGA);
  }
}
