package dev.tidemark.aggregate;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.metric.Key;
import dev.tidemark.metric.Metric;
import java.util.HashMap;
import java.util.Map;

/** What one metric has seen in one bundle. */
final class RolledUp {

  /** Takes a pane block and the shard that it is for. */
  @FunctionalInterface
  interface Output {
    void take(String shard, PaneBlock block);
  }

  private final Metric metric;
  private final int shards;
  private final Key key = new Key();
  private final Map<Long, Tallies[]> slices = new HashMap<>();
  private long slice;
  private Tallies[] current;
  private int size;

  RolledUp(Metric metric, int shards) {
    this.metric = metric;
    this.shards = shards;
  }

  /** How many tallies are held. */
  int size() {
    return size;
  }

  void add(EnrichedView view) {
    if (!metric.counts(view)) {
      return;
    }
    long start = metric.windows().sliceAt(view.view().eventMicros());
    if (current == null || start != slice) {
      slice = start;
      current = slices.computeIfAbsent(start, s -> new Tallies[shards]);
    }
    metric.key(view, key);
    count(view);
    if (metric.totalKey(view, key)) {
      count(view);
    }
  }

  private void count(EnrichedView view) {
    int hash = Tallies.hash(key.buffer(), key.length());
    int shard = (hash >>> 16) % shards; // high bits: the low ones find the slot in the shard
    if (current[shard] == null) {
      current[shard] = new Tallies(metric);
    }
    int before = current[shard].size();
    current[shard].change(key, hash).add(view);
    size += current[shard].size() - before;
  }

  /** Gives everything away and is empty again. */
  void flush(Map<String, Long> watermarks, Output out) {
    slices.forEach(
        (start, tallies) -> {
          for (int shard = 0; shard < shards; shard++) {
            if (tallies[shard] != null) {
              out.take(
                  metric.table() + "#" + shard,
                  new PaneBlock(metric.table(), start, watermarks, tallies[shard]));
            }
          }
        });
    slices.clear();
    current = null;
    size = 0;
  }
}
