package dev.tidemark.station.stats;

import java.time.Duration;
import java.time.Instant;

/**
 * One point of a chart.
 *
 * @param start where the hour or day begins that it stands for
 * @param from where the part of it begins that the range covers
 * @param to where that part ends
 */
record Bucket(Instant start, Instant from, Instant to) {

  static Bucket of(Range range) {
    return new Bucket(range.from(), range.from(), range.to());
  }

  Bucket before(Duration length) {
    return new Bucket(start.minus(length), from.minus(length), to.minus(length));
  }
}
