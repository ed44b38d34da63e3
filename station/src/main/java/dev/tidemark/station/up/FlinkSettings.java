package dev.tidemark.station.up;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Flink in this process is told. Where to go on from stands in a file, because the option that
 * names a checkpoint is ignored by an engine that runs in the caller's process.
 */
record FlinkSettings(Path home, Path checkpoints, Optional<Path> from, int restPort) {

  /** Writes the configuration file and returns Beam's options. */
  List<String> write(int parallelism) throws IOException {
    Path directory = home.resolve("flink");
    // What a killed engine left in its temporary files is of no use to anybody.
    clear(directory);
    Files.createDirectories(directory);
    Files.write(directory.resolve("flink-conf.yaml"), configuration());
    return List.of(
        "--jobName=tidemark",
        "--flinkConfDir=" + directory.toAbsolutePath(),
        "--stateBackend=filesystem",
        "--stateBackendStoragePath=" + checkpoints.toUri(),
        "--externalizedCheckpointsEnabled=true",
        "--retainExternalizedCheckpointsOnCancellation=true",
        "--parallelism=" + parallelism);
  }

  /** Deletes what an engine has left, though that one may be deleting it at this moment, too. */
  private static void clear(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes known)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            return goOnIfGone(why);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, IOException why) throws IOException {
            Files.deleteIfExists(left);
            return goOnIfGone(why);
          }

          private FileVisitResult goOnIfGone(IOException why) throws IOException {
            if (why != null && !(why instanceof NoSuchFileException)) {
              throw why;
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private List<String> configuration() throws IOException {
    List<String> lines = new ArrayList<>();
    from.ifPresent(checkpoint -> lines.add("execution.savepoint.path: " + checkpoint.toUri()));
    lines.add("state.checkpoints.num-retained: 2");
    // A database or broker that is away for a while is waited for, not given up on.
    lines.add("restart-strategy.type: exponential-delay");
    lines.add("restart-strategy.exponential-delay.initial-backoff: 1 s");
    lines.add("restart-strategy.exponential-delay.max-backoff: 20 s");
    lines.add("execution.checkpointing.tolerable-failed-checkpoints: 100000");
    lines.add("rest.address: 127.0.0.1");
    lines.add("rest.bind-address: 127.0.0.1");
    lines.add("rest.bind-port: " + restPort);
    lines.add("taskmanager.memory.network.min: 16 mb");
    lines.add("taskmanager.memory.network.max: 16 mb");
    lines.add("taskmanager.memory.managed.size: 1 mb");
    lines.add("io.tmp.dirs: " + Files.createDirectories(home.resolve("flink/tmp")));
    return lines;
  }
}
