package dev.tidemark.aggregate;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.EvenKeys;
import dev.tidemark.metric.Coupons;
import dev.tidemark.metric.Key;
import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Tally;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** What one metric has seen in one bundle. */
final class RolledUp {

  /** Takes a pane block and the shard that it is for. */
  @FunctionalInterface
  interface Output {
    void take(String shard, PaneBlock block);
  }

  private final Metric metric;
  private final String[] shardKeys;
  private final Coupons coupons;
  private final Key key = new Key();
  private final String[] texts;
  private final RecentTallies recent;
  private final Map<Long, Tallies[]> slices = new HashMap<>();
  private int size;

  RolledUp(Metric metric, int shards, Coupons coupons) {
    this.metric = metric;
    shardKeys =
        IntStream.range(0, shards)
            .mapToObj(shard -> EvenKeys.of(metric.table(), shard))
            .toArray(String[]::new);
    this.coupons = coupons;
    texts = new String[metric.dimensions().size()];
    recent = new RecentTallies(texts.length, this::tally);
  }

  /** How many tallies are held. */
  int size() {
    return size;
  }

  void add(EnrichedView view) {
    if (!metric.counts(view)) {
      return;
    }
    long slice = metric.windows().sliceAt(view.view().eventMicros());
    metric.key(view, texts);
    recent.of(slice, texts).add(view, coupons);
    if (metric.toTotal(texts)) {
      recent.of(slice, texts).add(view, coupons);
    }
  }

  private Tally tally(long slice, String[] texts) {
    key.of(texts);
    int hash = Tallies.hash(key.buffer(), key.length());
    int shard =
        (hash >>> 16) % shardKeys.length; // high bits: the low ones find the slot in the shard
    Tallies[] ofSlice = slices.computeIfAbsent(slice, s -> new Tallies[shardKeys.length]);
    if (ofSlice[shard] == null) {
      ofSlice[shard] = new Tallies(metric);
    }
    int before = ofSlice[shard].size();
    Tally tally = ofSlice[shard].change(key, hash);
    size += ofSlice[shard].size() - before;
    return tally;
  }

  /** Gives everything away and is empty again. */
  void flush(Map<String, Long> watermarks, Output out) {
    slices.forEach(
        (start, tallies) -> {
          for (int shard = 0; shard < shardKeys.length; shard++) {
            if (tallies[shard] != null) {
              out.take(
                  shardKeys[shard],
                  new PaneBlock(metric.table(), start, watermarks, tallies[shard]));
            }
          }
        });
    clear();
  }

  /** Forgets what a bundle that failed has left. */
  void clear() {
    slices.clear();
    recent.clear();
    size = 0;
  }
}
