package dev.tidemark.station.stats;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an answer is narrowed down to: at most one value for each filter, empty for "unknown". */
record Filters(Map<Filter, String> values) {

  static final Filters NONE = new Filters(Map.of());

  Filters {
    values = values.isEmpty() ? Map.of() : new EnumMap<>(values);
  }

  Set<Filter> which() {
    return values.keySet();
  }

  Optional<String> host() {
    return Optional.ofNullable(values.get(Filter.HOST));
  }

  /** These, and the one: in the place of another value, if there was one. */
  Filters with(Filter filter, String value) {
    Map<Filter, String> all = new EnumMap<>(Filter.class);
    all.putAll(values);
    all.put(filter, value);
    return new Filters(all);
  }

  /** Whether one of them leaves out what has this value. */
  boolean exclude(Filter filter, String value) {
    return values.containsKey(filter) && !values.get(filter).equals(value);
  }

  /** Whether nothing but the host is asked for, if that. */
  boolean onlyHost() {
    return values.isEmpty() || (values.size() == 1 && values.containsKey(Filter.HOST));
  }
}
