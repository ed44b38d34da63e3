package dev.tidemark.station.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A stretch of time for which summaries may stand: an hour, six, a day or seven days, counted from
 * the epoch.
 */
record Span(int hours, Instant start) {

  /** Each is put together from spans of the length before it. */
  static final List<Integer> LENGTHS = List.of(1, 6, 24, 168);

  static Span hour(Instant instant) {
    return around(instant, 1);
  }

  static Span around(Instant instant, int hours) {
    long seconds = Duration.ofHours(hours).toSeconds();
    return new Span(
        hours, Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds));
  }

  Instant end() {
    return start.plus(Duration.ofHours(hours));
  }

  /** The length of the spans that this one is put together from; 0 when from windows. */
  int partHours() {
    int place = LENGTHS.indexOf(hours);
    return place == 0 ? 0 : LENGTHS.get(place - 1);
  }
}
