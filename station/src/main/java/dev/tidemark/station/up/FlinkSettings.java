package dev.tidemark.station.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;

/**
 * What Flink in this process is told. Where to go on from stands in a file, because the option that
 * names a checkpoint is ignored by an engine that runs in the caller's process.
 */
record FlinkSettings(Path home, Path checkpoints, Optional<Path> from, int restPort) {

  /** Writes the configuration file and returns Beam's options. */
  List<String> write(int parallelism) throws IOException {
    Path directory = home.resolve("flink");
    // What a killed engine left in its temporary files is of no use to anybody.
    FileUtils.deleteDirectory(directory.toFile());
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
