package dev.tidemark.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import picocli.CommandLine.Option;

/** Where the graph runs: the engine, and Beam's own options for it, which pass through. */
public final class EngineOptions {

  @Option(
      names = "--runner",
      paramLabel = "RUNNER",
      defaultValue = "${env:TIDEMARK_RUNNER:-FlinkRunner}",
      description =
          "DirectRunner, FlinkRunner or SparkRunner (env TIDEMARK_RUNNER; default"
              + " ${DEFAULT-VALUE}). Beam's options for it are passed on: --flinkMaster,"
              + " --parallelism, --checkpointingInterval, --sparkMaster, …")
  String runner;

  /** What {@link Run} does not know itself. */
  List<String> passedOn = List.of();

  /** An engine of one's own choice, with Beam's options for it. */
  public static EngineOptions of(String runner, List<String> beamOptions) {
    EngineOptions options = new EngineOptions();
    options.runner = runner;
    options.passedOn = List.copyOf(beamOptions);
    return options;
  }

  Engine engine() {
    return Engine.named(runner);
  }

  /** The address of a Flink cluster; empty when the graph does not run on one. */
  Optional<String> flinkMaster() {
    return engine() == Engine.FLINK ? flinkMaster(passedOn) : Optional.empty();
  }

  /** Whether events are counted in this process; of Spark's masters the local ones alone are. */
  boolean isHere() {
    return flinkMaster().isEmpty() && given("--sparkMaster", "local").startsWith("local");
  }

  static Optional<String> flinkMaster(List<String> passedOn) {
    return Optional.ofNullable(value(passedOn, "--flinkMaster"))
        .filter(master -> !master.startsWith("["));
  }

  /** Adds options of Beam's to those that were given. */
  void passOn(List<String> more) {
    passedOn = Stream.concat(passedOn.stream(), more.stream()).toList();
  }

  String given(String option, String otherwise) {
    String value = value(passedOn, option);
    return value == null ? otherwise : value;
  }

  /**
   * Beam's options.
   *
   * @param partitions how many partitions are read: a source of more subtasks would leave some
   *     without one, and those hold the watermark for ever
   */
  PipelineOptions pipelineOptions(boolean streaming, int partitions) {
    List<String> args = new ArrayList<>(engine().corrected(passedOn, streaming, partitions));
    args.add("--runner=" + engine().runner());
    engine().defaults(streaming, partitions, passedOn).stream()
        .filter(option -> !given(option))
        .forEach(args::add);
    try {
      return PipelineOptionsFactory.fromArgs(args.toArray(String[]::new)).withValidation().create();
    } catch (IllegalArgumentException wrong) {
      throw UserError.inUsage(
          String.valueOf(wrong.getMessage()).lines().findFirst().orElse("An option is wrong."),
          "See `tidemark run --help`, and Beam's documentation of " + engine().runner() + ".");
    }
  }

  /** Into how many subtasks the source of a stream is cut, each of which wants a partition. */
  int subtasks(int partitions) {
    String wanted = value(passedOn, "--parallelism");
    if (wanted == null) {
      wanted = value(engine().defaults(true, partitions, passedOn), "--parallelism");
    }
    return wanted != null && wanted.matches("[1-9]\\d{0,4}")
        ? Math.min(partitions, Integer.parseInt(wanted))
        : 1;
  }

  private boolean given(String option) {
    String name = option.substring(0, option.indexOf('=') + 1);
    return passedOn.stream().anyMatch(passed -> passed.startsWith(name));
  }

  /** The value of an option that is passed on; null when it is not given. */
  static String value(List<String> passedOn, String option) {
    return passedOn.stream()
        .filter(passed -> passed.startsWith(option + "="))
        .map(passed -> passed.substring(option.length() + 1))
        .reduce((first, last) -> last)
        .orElse(null);
  }
}
