package dev.tidemark.station.stats;

import static dev.tidemark.station.stats.Parameter.FILTERS;
import static dev.tidemark.station.stats.Parameter.FORMAT;
import static dev.tidemark.station.stats.Parameter.FROM;
import static dev.tidemark.station.stats.Parameter.HOST;
import static dev.tidemark.station.stats.Parameter.INTERVAL;
import static dev.tidemark.station.stats.Parameter.LIMIT;
import static dev.tidemark.station.stats.Parameter.OFFSET;
import static dev.tidemark.station.stats.Parameter.SEARCH;
import static dev.tidemark.station.stats.Parameter.TIME_ZONE;
import static dev.tidemark.station.stats.Parameter.TO;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The addresses of the figures, and what each can be asked with. */
@SuppressWarnings("ImmutableEnumChecker") // No collection in here is ever changed.
enum Endpoint {
  HOSTS("hosts", FROM, TO),
  NOW("now", HOST),
  SUMMARY("summary", FROM, TO, FILTERS),
  SERIES("series", FROM, TO, INTERVAL, TIME_ZONE, FILTERS),
  TOP("top/{dimension}", FROM, TO, LIMIT, OFFSET, SEARCH, FILTERS);

  static final String CSV = ".csv";

  private final String path;
  private final Set<Parameter> parameters;

  Endpoint(String path, Parameter... parameters) {
    this.path = path;
    this.parameters = EnumSet.copyOf(List.of(parameters));
    this.parameters.add(FORMAT);
  }

  String path() {
    return "/api/stats/" + path;
  }

  Set<Parameter> parameters() {
    return parameters;
  }
}
