package dev.tidemark.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The engines that the graph runs on, with what each needs to be told. */
enum Engine {
  /** For tests: one process, no checkpoints. */
  DIRECT("DirectRunner") {
    @Override
    List<String> defaults(boolean streaming) {
      return List.of(
          "--blockOnRun=" + !streaming, "--enforceEncodability=false", "--enforceImmutability=false");
    }
  },
  /** The default, in this process or on a cluster. */
  FLINK("FlinkRunner") {
    @Override
    List<String> defaults(boolean streaming) {
      List<String> defaults =
          new ArrayList<>(
              List.of(
                  "--objectReuse=true",
                  "--attachedMode=" + !streaming,
                  "--jobCheckIntervalInSecs=1",
                  "--maxBundleTimeMills=1000"));
      if (streaming) {
        defaults.addAll(List.of("--checkpointingInterval=10000"));
      }
      return defaults;
    }
  },
  /** In rounds; streaming only for those who ask. */
  SPARK("SparkRunner") {
    @Override
    List<String> defaults(boolean streaming) {
      return streaming ? List.of("--streaming=true") : List.of();
    }
  };

  private final String runner;

  Engine(String runner) {
    this.runner = runner;
  }

  /** What Beam calls it. */
  String runner() {
    return runner;
  }

  /** Beam options for what the user left open. */
  abstract List<String> defaults(boolean streaming);

  static Engine named(String runner) {
    return Arrays.stream(values())
        .filter(engine -> engine.runner.equalsIgnoreCase(runner))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "There is no runner " + runner + ".",
                    "Choose DirectRunner, FlinkRunner or SparkRunner."));
  }
}
