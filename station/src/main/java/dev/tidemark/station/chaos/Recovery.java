package dev.tidemark.station.chaos;

import java.time.Duration;
import java.util.List;

/**
 * How long it took until counting went on after a step: until all is started again and, in every
 * partition, a record that was sent after that stands in the ledger.
 */
record Recovery(Step step, Duration took) {

  static Duration worst(List<Recovery> all) {
    return all.stream().map(Recovery::took).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /** The one in the middle; of an even number the longer of the two. */
  static Duration median(List<Recovery> all) {
    List<Duration> sorted = all.stream().map(Recovery::took).sorted().toList();
    return sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() / 2);
  }
}
