package dev.tidemark.station.stats;

import java.time.Duration;
import java.time.Instant;

/** A stretch of time, whole five-minute windows long; its end is not part of it. */
record Range(Instant from, Instant to) {

  static final Duration WINDOW = Duration.ofMinutes(5);

  /** The smallest range of whole windows around the two instants. */
  static Range around(Instant from, Instant to) {
    Instant start = floor(from);
    Instant end = floor(to);
    return new Range(start, end.equals(to) ? end : end.plus(WINDOW));
  }

  static Instant floor(Instant instant) {
    long seconds = WINDOW.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
  }

  Duration length() {
    return Duration.between(from, to);
  }

  /** The range of the same length that ends where this one begins. */
  Range previous() {
    return new Range(from.minus(length()), from);
  }
}
