package dev.tidemark.bench.race;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Contenders and laps of tests. */
final class Laps {

  private Laps() {}

  static Contender contender(Job job, String name) {
    return new Contender(
        name,
        job,
        Schema.PLAIN,
        Load::usual,
        Path.of(name),
        course -> List.of(),
        course -> Map.of());
  }

  /** A lap of a thousand events. */
  static Lap lap(Contender contender, int round, double seconds) {
    return Lap.right(
        contender, round, 1_000, seconds, new Effort(2 * seconds, 100L << 20, 7L << 19));
  }

  static Lap failed(Contender contender, int round, String why) {
    return Lap.failed(contender, round, 1_000, why, Path.of("its.log"));
  }

  /** Tidemark twice as fast as Flink, which failed once; and one that never came to an end. */
  static Standings standings() {
    Contender tidemark = contender(Job.CORE, "tidemark-flink");
    Contender flink = contender(Job.CORE, "flink");
    Contender slow = contender(Job.CORE, "beam-textbook");
    return Standings.of(
        List.of(tidemark, flink, slow),
        List.of(
            lap(tidemark, 1, 0.5),
            lap(flink, 1, 1),
            failed(slow, 1, "it read nothing"),
            lap(tidemark, 2, 0.4),
            failed(flink, 2, "page_view_counts rows: 3 of 4"),
            lap(tidemark, 3, 1)));
  }
}
