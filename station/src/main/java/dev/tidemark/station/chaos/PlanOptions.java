package dev.tidemark.station.chaos;

import dev.tidemark.run.DurationConverter;
import dev.tidemark.run.UserError;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** What makes a run what it is: with the same of them it can be done again. */
final class PlanOptions {

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What chance begins with (default ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long the stream goes on (default ${DEFAULT-VALUE}).")
  double minutes;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "1000000",
      description =
          "Records in the stream, spread over that time; more, where actions take longer"
              + " (default ${DEFAULT-VALUE}).")
  long events;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "12s",
      converter = DurationConverter.class,
      description =
          "The calm between a recovery and the next action, on average (default"
              + " ${DEFAULT-VALUE}).")
  Duration every;

  @Option(
      names = "--actions",
      paramLabel = "NAME,…",
      split = ",",
      description =
          "Do these alone; without it, all but "
              + FlinkTarget.FILL_CHECKPOINTS
              + ", which needs root.")
  List<String> only = List.of();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Do so many actions, however long the stream has to go on for them.")
  Integer steps;

  void check() {
    if (minutes <= 0 || events < 1 || every.isNegative() || (steps != null && steps < 0)) {
      throw UserError.inUsage(
          "There is no run in that.", "Write it as in --minutes=10 --events=1000000 --every=12s.");
    }
  }

  Duration time() {
    return Duration.ofMillis((long) (minutes * 60_000));
  }

  /** How long actions go on: where their number is said, until they are done. */
  Duration most() {
    return steps == null ? time() : Duration.ofDays(1);
  }

  Plan plan(List<Action> possible) {
    return Plan.draw(seed, chosen(possible), every, mostSteps());
  }

  private List<Action> chosen(List<Action> all) {
    List<String> names = all.stream().map(Action::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw UserError.inUsage(
            "There is no action '" + name + "'.", "Choose among " + String.join(", ", names) + ".");
      }
    }
    return all.stream()
        .filter(
            one ->
                only.isEmpty()
                    ? !one.name().equals(FlinkTarget.FILL_CHECKPOINTS)
                    : only.contains(one.name()))
        .toList();
  }

  /** More than fit into the time, were every recovery done at once. */
  private int mostSteps() {
    return steps == null ? (int) (time().toMillis() / Math.max(1, every.toMillis())) + 1 : steps;
  }

  /** The command that does the same again. */
  String replay(String target) {
    StringBuilder again = new StringBuilder("./tidemark chaos --seed=" + seed);
    again.append(" --target=").append(target);
    again.append(" --minutes=").append(Double.toString(minutes).replaceFirst("\\.0$", ""));
    again.append(" --events=").append(events);
    again.append(" --every=").append(every.toMillis()).append("ms");
    if (steps != null) {
      again.append(" --steps=").append(steps);
    }
    if (!only.isEmpty()) {
      again.append(" --actions=").append(String.join(",", only));
    }
    return again.toString();
  }
}
