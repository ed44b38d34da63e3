package dev.tidemark.run;

import dev.tidemark.event.EvenKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engines that the graph runs on, with what each needs to be told. */
enum Engine {
  /** For tests: one process, no checkpoints. */
  DIRECT("DirectRunner") {
    @Override
    List<String> defaults(boolean streaming, int partitions, List<String> given) {
      return List.of(
          "--blockOnRun=" + !streaming,
          "--enforceEncodability=false",
          "--enforceImmutability=false",
          "--targetParallelism=" + Runtime.getRuntime().availableProcessors());
    }
  },
  /** The default, in this process or on a cluster. */
  FLINK("FlinkRunner") {
    @Override
    List<String> defaults(boolean streaming, int partitions, List<String> given) {
      if ("true".equals(EngineOptions.value(given, "--fasterCopy"))) {
        throw UserError.inUsage(
            "--fasterCopy lets Flink's checkpoints see state while it changes.",
            "Leave it out: --objectReuse, which is on, saves the same copies safely.");
      }
      List<String> defaults = new ArrayList<>();
      defaults.add("--jobName=tidemark-" + (streaming ? "stream" : "round"));
      defaults.add("--objectReuse=true");
      defaults.add("--attachedMode=" + !streaming);
      defaults.add("--jobCheckIntervalInSecs=1");
      boolean here = EngineOptions.flinkMaster(given).isEmpty();
      if (!here && EngineOptions.value(given, "--filesToStage") == null) {
        defaults.add("--filesToStage=" + OwnJar.path());
      }
      if (streaming) {
        defaults.add("--checkpointingInterval=10000");
        if (here) {
          // What a checkpoint may hold in Flink's own memory, its default, is 5 MB.
          Path checkpoints = Path.of(System.getProperty("java.io.tmpdir"), "tidemark-checkpoints");
          defaults.add("--stateBackend=filesystem");
          defaults.add("--stateBackendStoragePath=" + checkpoints.toUri());
        } else {
          defaults.add("--externalizedCheckpointsEnabled=true");
          defaults.add("--retainExternalizedCheckpointsOnCancellation=true");
          // Makes each partition a split of its own, which can move when the job is rescaled.
          defaults.add("--maxParallelism=" + EvenKeys.GROUPS);
        }
        defaults.add("--maxBundleTimeMills=500");
        defaults.add("--parallelism=" + parallelism(partitions, here));
      }
      return defaults;
    }

    private static int parallelism(int partitions, boolean here) {
      return here ? Math.min(partitions, Runtime.getRuntime().availableProcessors()) : partitions;
    }

    @Override
    List<String> corrected(List<String> given, boolean streaming, int partitions) {
      String wanted = EngineOptions.value(given, "--parallelism");
      if (!streaming || wanted == null) {
        return given;
      }
      if (!wanted.matches("[1-9]\\d{0,4}")) {
        throw UserError.inUsage(
            "--parallelism=" + wanted + " is no number of subtasks.",
            "Give a number up to the number of partitions, which is " + partitions + ".");
      }
      if (Integer.parseInt(wanted) <= partitions) {
        return given;
      }
      log.warn(
          "--parallelism={} is more than the {} partitions: subtasks without a partition would"
              + " hold the watermark for ever, so {} are used",
          wanted,
          partitions,
          partitions);
      List<String> corrected = new ArrayList<>(given);
      corrected.removeIf(option -> option.startsWith("--parallelism="));
      corrected.add("--parallelism=" + partitions);
      return corrected;
    }
  },
  /** In rounds; streaming only for those who ask. */
  SPARK("SparkRunner") {
    @Override
    List<String> defaults(boolean streaming, int partitions, List<String> given) {
      // A reader is kept open for one and a half batches: with Beam's half a second, one that takes
      // longer would close and open every consumer again.
      if (!streaming) {
        return List.of("--jobName=tidemark-round");
      }
      // Beam restores a driver from a directory of the job's name, and not soundly: a name used
      // twice
      // lost counts. So each start has its own, and begins at the first record.
      return List.of(
          "--jobName=tidemark-stream-" + UUID.randomUUID(),
          "--streaming=true",
          "--batchIntervalMillis=4000");
    }

    @Override
    List<String> corrected(List<String> given, boolean streaming, int partitions) {
      if (streaming) {
        log.warn(
            "Streaming on Spark is exact only while no executor fails: what was counted in one"
                + " that dies can be lost for good. Rounds (--every=5m) are exact whatever fails");
      }
      return given;
    }

    @Override
    boolean streamsByWatermark() {
      return false;
    }

    /** Spark has heard the signal too and stops by itself; asked twice, it waits for ever. */
    @Override
    void stop(PipelineResult result) {}

    /**
     * Spark ends between two batches, which may take long. Nothing is lost when it is cut off: what
     * it has not written is read again, and what is written twice is the same.
     */
    @Override
    boolean mayBeCutOff() {
      return true;
    }
  };

  private static final Logger log = LoggerFactory.getLogger(Engine.class);

  private final String runner;

  Engine(String runner) {
    this.runner = runner;
  }

  /** What Beam calls it. */
  String runner() {
    return runner;
  }

  /** Beam options for what the user left open. */
  abstract List<String> defaults(boolean streaming, int partitions, List<String> given);

  /** What the user gave, without what the engine cannot bear. */
  List<String> corrected(List<String> given, boolean streaming, int partitions) {
    return given;
  }

  /** Whether its streams have timers in event time. */
  boolean streamsByWatermark() {
    return true;
  }

  /** Ends a stream when a signal has come. */
  void stop(PipelineResult result) throws IOException {
    result.cancel();
  }

  /** Whether a stream that does not end in time after a signal has ended well all the same. */
  boolean mayBeCutOff() {
    return false;
  }

  static Engine named(String runner) {
    return Arrays.stream(values())
        .filter(engine -> engine.runner.equalsIgnoreCase(runner))
        .findFirst()
        .orElseThrow(
            () ->
                UserError.inUsage(
                    "There is no runner " + runner + ".",
                    "Choose DirectRunner, FlinkRunner or SparkRunner."));
  }
}
