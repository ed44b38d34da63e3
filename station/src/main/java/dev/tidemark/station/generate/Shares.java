package dev.tidemark.station.generate;

/**
 * How much of the traffic is not as one would wish it.
 *
 * @param late events too late to be counted
 * @param duplicates events that are sent a second time
 * @param malformed records that are no events
 * @param bots visits without a person
 */
public record Shares(double late, double duplicates, double malformed, double bots) {

  public static final Shares DEFAULT = new Shares(0.002, 0.005, 0.001, 0.05);
  public static final Shares NONE = new Shares(0, 0, 0, 0);

  public Shares {
    check("late", late);
    check("duplicates", duplicates);
    check("malformed", malformed);
    check("bots", bots);
  }

  private static void check(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "The share of " + name + " is " + share + ", not between 0 and 1");
    }
  }
}
