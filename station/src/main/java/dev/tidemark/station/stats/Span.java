package dev.tidemark.station.stats;

import java.time.Duration;
import java.time.Instant;

/** An hour or a day of UTC, for which summaries may stand. */
record Span(int hours, Instant start) {

  static final int DAY_HOURS = 24;

  static Span hour(Instant instant) {
    return around(instant, 1);
  }

  static Span day(Instant instant) {
    return around(instant, DAY_HOURS);
  }

  Instant end() {
    return start.plus(Duration.ofHours(hours));
  }

  private static Span around(Instant instant, int hours) {
    long seconds = Duration.ofHours(hours).toSeconds();
    return new Span(
        hours, Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds));
  }
}
