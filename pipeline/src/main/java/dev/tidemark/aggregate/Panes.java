package dev.tidemark.aggregate;

import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Tally;
import dev.tidemark.metric.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Merges the slices of one shard of a metric into the panes that their changes call for. */
final class Panes {

  private final Metric metric;
  private final Windows windows;
  private final Map<Long, Tallies> slices;
  private final long until;
  private final NavigableMap<Long, Tallies> panes = new TreeMap<>();

  private Panes(Metric metric, Map<Long, Tallies> slices, long until) {
    this.metric = metric;
    this.windows = metric.windows();
    this.slices = slices;
    this.until = until;
  }

  /**
   * The panes of the windows over changed slices that do not hold those changes yet, with the keys
   * that changed and no others: a pane without events is never made.
   *
   * @param slices by their starts
   * @param until only of windows that end no later
   */
  static List<Pane> ofChanges(Metric metric, Map<Long, Tallies> slices, long until) {
    Panes panes = new Panes(metric, slices, until);
    if (metric.windows().slicesInWindow() == 1) {
      panes.takeSlices();
    } else {
      panes.changedKeys().forEach((key, nothing) -> panes.slideOver(key));
    }
    List<Pane> made = new ArrayList<>(panes.panes.size());
    panes.panes.forEach((window, pane) -> made.add(new Pane(metric.table(), window, pane)));
    return made;
  }

  /** Where a window is one slice. */
  private void takeSlices() {
    slices.forEach(
        (start, slice) -> {
          if (isDue(start, slice)) {
            slice.forEachChanged((key, tally) -> pane(start, slice.changes()).merge(key, tally));
          }
        });
  }

  private Tallies changedKeys() {
    Tallies keys = new Tallies(metric);
    slices.values().forEach(slice -> slice.forEachChanged((key, tally) -> keys.add(key)));
    return keys;
  }

  private void slideOver(byte[] key) {
    NavigableMap<Long, Tally> ofKey = new TreeMap<>();
    NavigableSet<Long> starts = new TreeSet<>();
    slices.forEach(
        (start, slice) -> {
          Tally tally = slice.get(key);
          if (tally != null) {
            ofKey.put(start, tally);
          }
          if (slice.isChanged(key)) {
            for (long window : windows.windowsOf(start)) {
              if (isDue(window, slice)) {
                starts.add(window);
              }
            }
          }
        });
    SlidingMerge merge = new SlidingMerge(metric, ofKey);
    for (long start : starts) {
      pane(start, 1).put(key, merge.of(start, windows.endOf(start)));
    }
  }

  private boolean isDue(long window, Tallies slice) {
    long end = windows.endOf(window);
    return end <= until && end > slice.settled();
  }

  private Tallies pane(long window, int keys) {
    return panes.computeIfAbsent(window, none -> new Tallies(metric, keys));
  }
}
