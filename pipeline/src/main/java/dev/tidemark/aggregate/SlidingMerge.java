package dev.tidemark.aggregate;

import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Tally;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a window holds of one key while it slides over slices: each slice is merged twice, however
 * many windows it is a part of.
 *
 * <p>Sums cannot be taken back, so the slices that leave first are summed from the far end: what is
 * left of them is a sum that is there already. Those that came later are one sum more.
 */
final class SlidingMerge {

  private final Metric metric;
  private final NavigableMap<Long, Tally> slices;

  /** By slice, all from there to the end of those that leave first. */
  private final NavigableMap<Long, Tally> leaving = new TreeMap<>();

  private Tally later;
  private long laterEnd;

  /**
   * @param slices of one key, by their starts
   */
  SlidingMerge(Metric metric, NavigableMap<Long, Tally> slices) {
    this.metric = metric;
    this.slices = slices;
  }

  /** The sum of a window, which may start no earlier than the one that was asked for before. */
  Tally of(long start, long end) {
    leaving.headMap(start).clear();
    if (leaving.isEmpty()) {
      sumFromTheFarEnd(start, end);
    } else {
      slices.subMap(laterEnd, end).values().forEach(later::merge);
    }
    laterEnd = end;
    Map.Entry<Long, Tally> rest = leaving.firstEntry();
    Tally sum = rest == null ? new Tally(metric) : rest.getValue().copy();
    sum.merge(later);
    return sum;
  }

  private void sumFromTheFarEnd(long start, long end) {
    Tally sum = new Tally(metric);
    for (Map.Entry<Long, Tally> slice :
        slices.subMap(start, true, end, false).descendingMap().entrySet()) {
      sum.merge(slice.getValue());
      leaving.put(slice.getKey(), sum.copy());
    }
    later = new Tally(metric);
  }
}
