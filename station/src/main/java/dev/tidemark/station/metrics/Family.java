package dev.tidemark.station.metrics;

import java.util.Arrays;
import java.util.List;

/**
 * A metric as Prometheus knows it.
 *
 * @param labels what tells its samples apart
 * @param help one sentence
 */
record Family(String name, Kind kind, String help, List<String> labels) {

  /** How its values move. */
  enum Kind {
    /** Grows, and begins at zero again with the process or job that counts. */
    COUNTER,
    /** Goes up and down. */
    GAUGE
  }

  static Family counter(String name, String help, String... labels) {
    return new Family(name, Kind.COUNTER, help, Arrays.asList(labels));
  }

  static Family gauge(String name, String help, String... labels) {
    return new Family(name, Kind.GAUGE, help, Arrays.asList(labels));
  }
}
