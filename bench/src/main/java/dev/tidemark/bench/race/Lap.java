package dev.tidemark.bench.race;

import java.nio.file.Path;

/** One run of a contender: how long it took, or why it does not count. */
record Lap(
    Contender contender,
    int round,
    long events,
    double seconds,
    Effort effort,
    String failure,
    Path log) {

  static Lap right(Contender contender, int round, long events, double seconds, Effort effort) {
    return new Lap(contender, round, events, seconds, effort, null, null);
  }

  static Lap failed(Contender contender, int round, long events, String why, Path log) {
    return new Lap(contender, round, events, Double.NaN, Effort.NONE, why, log);
  }

  boolean isRight() {
    return failure == null;
  }

  double eventsPerSecond() {
    return events / seconds;
  }
}
