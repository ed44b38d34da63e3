package dev.tidemark.station.generate;

import java.util.SplittableRandom;

/**
 * A page that everybody talks about for some minutes.
 *
 * @param more how much it adds to all traffic; its own grows to ten times
 */
record Story(long fromMillis, long toMillis, Site site, int page, double more) {

  private static final long PERIOD_MILLIS = 2 * 3_600_000L;
  private static final double IN_A_PERIOD = 0.4;
  private static final int RANKS = 12;
  private static final double TIMES = 10;

  /** The story of the period that a time is in; one that is never told stands for none. */
  static Story near(long seed, long millis) {
    long period = Math.floorDiv(millis, PERIOD_MILLIS);
    SplittableRandom random = new SplittableRandom(Mix.of(seed, period));
    Site site = Site.pick(random);
    int page = 1 + random.nextInt(RANKS);
    boolean told = random.nextDouble() < IN_A_PERIOD;
    long minutes = told ? 4 + random.nextInt(9) : 0;
    long from = period * PERIOD_MILLIS + random.nextLong(PERIOD_MILLIS - 15 * 60_000L);
    return new Story(from, from + minutes * 60_000L, site, page, (TIMES - 1) * site.shareOf(page));
  }

  boolean covers(long millis) {
    return Math.floorDiv(millis, PERIOD_MILLIS) == Math.floorDiv(fromMillis, PERIOD_MILLIS);
  }

  boolean isTold(long millis) {
    return millis >= fromMillis && millis < toMillis;
  }
}
