package dev.tidemark.station.stats;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

/** The spans of a table whose summaries hold. */
record Spans(Set<Span> valid) {

  static final Spans NONE = new Spans(Set.of());

  /** The longest of them that begins here and ends in time; null when there is none. */
  Span longestWithin(Instant start, Instant end) {
    return Stream.of(Span.day(start), Span.hour(start))
        .filter(span -> span.start().equals(start) && !span.end().isAfter(end))
        .filter(valid::contains)
        .findFirst()
        .orElse(null);
  }
}
