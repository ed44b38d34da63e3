package dev.tidemark.aggregate;

import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Tally;
import dev.tidemark.metric.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Merges the slices of one shard of a metric into the panes that their changes call for. */
final class Panes {

  private Panes() {}

  /**
   * The panes of every window over a changed slice, holding the keys that changed and no others: a
   * pane without events is never made.
   *
   * @param slices by their starts
   */
  static List<Pane> ofChanges(Metric metric, Map<Long, Tallies> slices) {
    Windows windows = metric.windows();
    Map<Long, Tallies> panes = new TreeMap<>();
    slices.forEach(
        (slice, tallies) -> {
          if (tallies.changes() > 0) {
            for (long window : windows.windowsOf(slice)) {
              Tallies pane = panes.computeIfAbsent(window, w -> new Tallies(metric));
              tallies.forEachChanged((key, tally) -> pane.add(key));
            }
          }
        });
    List<Pane> merged = new ArrayList<>(panes.size());
    panes.forEach(
        (window, pane) -> {
          for (long slice : windows.slicesOf(window)) {
            Tallies part = slices.get(slice);
            if (part != null) {
              pane.forEach((key, sum) -> mergeInto(sum, part.get(key)));
            }
          }
          merged.add(new Pane(metric.table(), window, pane));
        });
    return merged;
  }

  private static void mergeInto(Tally sum, Tally part) {
    if (part != null) {
      sum.merge(part);
    }
  }
}
