package dev.tidemark.metric;

import dev.tidemark.event.EnrichedView;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The rows of a metric as the machinery makes them: tallies per slice, merged into windows. */
final class Recomputation {
  private record Cell(long start, String key) {}

  private Recomputation() {}

  /** Splits the events by chance into bundles, which tally on their own before they are merged. */
  static List<Row> rows(Metric metric, Collection<EnrichedView> views, Random chance) {
    List<Map<Cell, Tally>> bundles = List.of(new HashMap<>(), new HashMap<>(), new HashMap<>());
    for (EnrichedView view : views) {
      if (metric.counts(view)) {
        Map<Cell, Tally> bundle = bundles.get(chance.nextInt(bundles.size()));
        long slice = metric.windows().sliceAt(view.view().eventMicros());
        for (byte[] key : metric.keys(view)) {
          bundle.computeIfAbsent(cell(slice, key), any -> new Tally(metric)).add(view);
        }
      }
    }
    Map<Cell, Tally> windows = new HashMap<>();
    for (Map<Cell, Tally> bundle : bundles) {
      bundle.forEach(
          (cell, tally) -> {
            for (long start : metric.windows().windowsOf(cell.start)) {
              windows
                  .computeIfAbsent(new Cell(start, cell.key), any -> new Tally(metric))
                  .merge(tally);
            }
          });
    }
    return windows.entrySet().stream()
        .map(e -> Row.of(e.getKey().start, HexFormat.of().parseHex(e.getKey().key), e.getValue()))
        .toList();
  }

  private static Cell cell(long start, byte[] key) {
    return new Cell(start, HexFormat.of().formatHex(key));
  }
}
