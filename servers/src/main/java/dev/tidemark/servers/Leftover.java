package dev.tidemark.servers;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server that a killed process left behind: it lives on, and holds its directory. */
final class Leftover {
  private static final Logger log = LoggerFactory.getLogger(Leftover.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Leftover() {}

  /** Stops the leftover server of a cluster and removes its mark, even if another has its pid. */
  static void stop(Path cluster) throws IOException {
    Path mark = cluster.resolve("postmaster.pid");
    if (!Files.exists(mark)) {
      return;
    }
    refuseIfInUse(cluster);
    List<String> lines = Files.readAllLines(mark);
    Optional<ProcessHandle> server =
        lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
    if (server.isPresent() && isServerOf(cluster, server.get())) {
      log.info("Stopping the database server that an earlier process left behind");
      end(server.get());
    }
    Files.deleteIfExists(mark);
  }

  /** The owner of a running server holds the lock of the library; its death lets go of it. */
  private static void refuseIfInUse(Path cluster) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(cluster.resolve("epg-lock").toFile(), "rw");
        FileLock lock = file.getChannel().tryLock()) {
      if (lock == null) {
        throw inUse(cluster);
      }
    } catch (OverlappingFileLockException e) {
      throw inUse(cluster);
    }
  }

  private static IOException inUse(Path cluster) {
    return new IOException(
        "The data directory %s is in use by another process: stop it or choose another directory"
            .formatted(cluster.getParent()));
  }

  private static boolean isServerOf(Path cluster, ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return info.command().orElse("").endsWith("postgres")
        && List.of(info.arguments().orElse(new String[0])).contains(cluster.toString());
  }

  /** SIGINT: PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave. */
  private static void end(ProcessHandle server) throws IOException {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().waitFor();
      server.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "The leftover database server %d does not stop".formatted(server.pid()), e);
    } catch (ExecutionException e) {
      throw new IOException("Cannot wait for the leftover database server", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while a leftover database server was stopping", e);
    }
  }
}
