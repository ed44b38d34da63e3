package dev.tidemark.station.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One action of a plan.
 *
 * @param number from 1 on
 * @param calm how long counting goes on undisturbed before it
 * @param holds how long it holds on
 * @param pick chooses where several could be struck
 */
record Step(int number, Duration calm, Action action, Duration holds, int pick) {

  /** The one of several that is struck. */
  <T> T of(List<T> several) {
    return several.get(pick % several.size());
  }

  @Override
  public String toString() {
    String held = holds.isZero() ? "" : " for " + tenths(holds);
    return String.format(Locale.ROOT, "%3d  after %6s  %s", number, tenths(calm), action.name())
        + held;
  }

  private static String tenths(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", seconds(time));
  }

  static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }
}
