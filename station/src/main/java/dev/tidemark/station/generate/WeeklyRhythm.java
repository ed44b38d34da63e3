package dev.tidemark.station.generate;

import java.util.SplittableRandom;

/** How busy every quarter of an hour of the week is, and where: people sleep at night. */
final class WeeklyRhythm {

  private static final long QUARTER_MILLIS = 15 * 60_000L;
  private static final int QUARTERS = 7 * 24 * 4;

  /** How busy each hour of a visitor's own day is. */
  private static final double[] BY_HOUR = {
    0.45, 0.28, 0.18, 0.14, 0.14, 0.20, 0.40, 0.70, 1.00, 1.20, 1.30, 1.30,
    1.25, 1.25, 1.25, 1.20, 1.20, 1.20, 1.25, 1.40, 1.55, 1.50, 1.20, 0.80
  };

  /** From Thursday on, the day of the week on which the epoch began. */
  private static final double[] BY_DAY = {1.05, 0.98, 0.80, 0.88, 1.08, 1.10, 1.08};

  private final double[] factor;
  private final AliasTable[] countries;

  private WeeklyRhythm(double[] factor, AliasTable[] countries) {
    this.factor = factor;
    this.countries = countries;
  }

  /** By the visitors' clocks. */
  static WeeklyRhythm ofPeople() {
    double[] factor = new double[QUARTERS];
    AliasTable[] countries = new AliasTable[QUARTERS];
    double sum = 0;
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
      double[] weights = new double[Country.ALL.size()];
      for (int i = 0; i < weights.length; i++) {
        Country country = Country.ALL.get(i);
        weights[i] = country.share() * activity(quarter * 15 + 7 + country.minutesAheadOfUtc());
        factor[quarter] += weights[i];
      }
      countries[quarter] = new AliasTable(weights);
      sum += factor[quarter];
    }
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
      factor[quarter] *= QUARTERS / sum;
    }
    return new WeeklyRhythm(factor, countries);
  }

  /** The same at all times. */
  static WeeklyRhythm steady() {
    double[] shares = Country.ALL.stream().mapToDouble(Country::share).toArray();
    return new WeeklyRhythm(new double[] {1}, new AliasTable[] {new AliasTable(shares)});
  }

  private static double activity(int minuteOfWeek) {
    int minute = Math.floorMod(minuteOfWeek, 7 * 24 * 60);
    int hour = minute / 60 % 24;
    double within = minute % 60 / 60.0;
    double byHour = BY_HOUR[hour] * (1 - within) + BY_HOUR[(hour + 1) % 24] * within;
    return byHour * BY_DAY[minute / (24 * 60)];
  }

  /** How busy it is at this time; 1 is the mean of the week. */
  double factor(long millis) {
    return factor[index(millis)];
  }

  /** Where a visitor of this time is. */
  Country country(long millis, SplittableRandom random) {
    return Country.ALL.get(countries[index(millis)].pick(random));
  }

  private int index(long millis) {
    return (int) Math.floorMod(Math.floorDiv(millis, QUARTER_MILLIS), (long) factor.length);
  }
}
