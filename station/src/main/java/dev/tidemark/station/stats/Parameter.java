package dev.tidemark.station.stats;

import java.util.Optional;
import java.util.stream.Stream;

/** What an address can be asked with, beside the filters. */
enum Parameter {
  FROM("from"),
  TO("to"),
  INTERVAL("interval"),
  TIME_ZONE("timeZone"),
  LIMIT("limit"),
  OFFSET("offset"),
  SEARCH("search"),
  FORMAT("format"),
  /** The host alone, of all filters. */
  HOST("host"),
  /** Stands for every filter. */
  FILTERS("");

  private final String label;

  Parameter(String label) {
    this.label = label;
  }

  static Optional<Parameter> named(String label) {
    return Stream.of(values())
        .filter(parameter -> !label.isEmpty() && parameter.label.equals(label))
        .findFirst();
  }

  String label() {
    return label;
  }
}
