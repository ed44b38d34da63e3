package dev.tidemark.station.generate;

import java.time.Instant;

/**
 * The traffic that is wanted: the same scenario gives the same bytes.
 *
 * @param seed what chance begins with; visitors, pages and stories hang on it alone
 * @param stream tells apart several streams of the same visitors, such as before and after a
 *     restart: no event of one is an event of another
 * @param start the time on the clock of the first event
 * @param perSecond events in a second of event time, on average over a week
 * @param steady whether day and night, weekdays and stories are left out, so that every second is
 *     like the other
 * @param shares how much is late, repeated, broken or made by bots
 */
public record Scenario(
    long seed, long stream, Instant start, double perSecond, boolean steady, Shares shares) {

  public Scenario {
    if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
      throw new IllegalArgumentException("Traffic needs a rate above 0, not " + perSecond);
    }
  }
}
