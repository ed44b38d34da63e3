package dev.tidemark.station.stats;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The answers of the API, field by field as they go out. */
sealed interface Answer {

  record Hosts(List<Host> hosts) implements Answer {}

  record Host(String name, long views) {}

  record Now(Instant at, long visitors) implements Answer {}

  record Summary(
      Instant from,
      Instant to,
      long views,
      long visitors,
      long hits,
      long botHits,
      Period previous,
      String computedFrom)
      implements Answer {}

  record Period(Instant from, Instant to, long views, long visitors, long hits, long botHits) {}

  /** The interval's name, and for each of its buckets a point. */
  record Series(Instant from, Instant to, String interval, List<Point> points, List<Point> previous)
      implements Answer {}

  /** Visitors are null where nobody knows how many there were in so short a time. */
  record Point(Instant start, long views, Long visitors) {}

  record Top(String dimension, Instant from, Instant to, Total total, long count, List<Row> rows)
      implements Answer {}

  record Total(long hits, Long visitors) {}

  record Row(
      String name,
      @JsonInclude(JsonInclude.Include.NON_NULL) String code,
      Map<String, String> filter,
      long hits,
      Long visitors,
      double share) {}
}
