package dev.tidemark.bench.race;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;

/** What a contender has reached in all its laps. */
record Standing(Contender contender, List<Lap> laps) {

  /** Whether there is a figure at all. */
  boolean counts() {
    return laps.stream().anyMatch(Lap::isRight);
  }

  double median() {
    return median(Lap::eventsPerSecond);
  }

  double slowest() {
    return speeds().min().orElse(Double.NaN);
  }

  double fastest() {
    return speeds().max().orElse(Double.NaN);
  }

  /** From the slowest lap to the fastest, as a share of the median. */
  double spread() {
    return (fastest() - slowest()) / median();
  }

  double cpuSeconds() {
    return median(lap -> lap.effort().cpuSeconds());
  }

  long peakBytes() {
    return most(Effort::peakBytes);
  }

  long checkpointBytes() {
    return most(Effort::checkpointBytes);
  }

  private long most(ToLongFunction<Effort> figure) {
    return laps.stream().filter(Lap::isRight).map(Lap::effort).mapToLong(figure).max().orElse(0);
  }

  long events() {
    return laps.get(0).events();
  }

  /** How many laps failed, and why the first of them did. */
  Optional<String> failure() {
    List<Lap> failed = laps.stream().filter(lap -> !lap.isRight()).toList();
    return failed.stream()
        .findFirst()
        .map(
            lap ->
                "%d of %d laps failed: %s (%s)"
                    .formatted(failed.size(), laps.size(), lap.failure(), lap.log()));
  }

  private DoubleStream speeds() {
    return laps.stream().filter(Lap::isRight).mapToDouble(Lap::eventsPerSecond);
  }

  private double median(ToDoubleFunction<Lap> figure) {
    return median(laps.stream().filter(Lap::isRight).mapToDouble(figure));
  }

  /** Of an even number the mean of the two in the middle; of none, no number. */
  static double median(DoubleStream figures) {
    double[] sorted = figures.sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
