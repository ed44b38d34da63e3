package dev.tidemark.aggregate;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Lateness;
import dev.tidemark.event.Views;
import dev.tidemark.metric.Key;
import dev.tidemark.metric.Metric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Rolls events up inside the bundle, so that only partial results are shuffled: one element a
 * metric, slice and shard instead of one an event.
 */
public final class RollUp extends DoFn<Views, KV<String, PaneBlock>> {

  /** Bundles of a bounded read have no end in time; what they hold in memory is bounded so. */
  private static final int MOST_TALLIES = 500_000;

  private final List<Metric> metrics;
  private final int shards;
  private final Lateness lateness;
  private transient RolledUp[] rolledUp;
  private transient Map<String, Long> maxEventMicros;

  public RollUp(List<Metric> metrics, int shards, Lateness lateness) {
    this.metrics = List.copyOf(metrics);
    this.shards = shards;
    this.lateness = lateness;
  }

  /** How the output of this step is moved. */
  public static Coder<KV<String, PaneBlock>> coder(List<Metric> metrics) {
    return KvCoder.of(StringUtf8Coder.of(), new PaneCoders.OfPaneBlock(metrics));
  }

  @StartBundle
  public void start() {
    rolledUp = metrics.stream().map(RolledUp::new).toArray(RolledUp[]::new);
    maxEventMicros = new HashMap<>();
  }

  @ProcessElement
  public void process(@Element Views views, OutputReceiver<KV<String, PaneBlock>> out) {
    maxEventMicros.merge(
        views.topic() + "/" + views.partition(), views.maxEventMicros(), Math::max);
    int tallies = 0;
    for (RolledUp metric : rolledUp) {
      for (EnrichedView view : views.views()) {
        metric.add(view);
      }
      tallies += metric.tallies;
    }
    if (tallies > MOST_TALLIES) {
      flush((block, slice) -> out.output(block));
    }
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    flush((block, slice) -> context.output(block, slice, GlobalWindow.INSTANCE));
  }

  private interface Output {
    /**
     * Takes a pane block and the time that holds the watermark while it is on its way: no later
     * than any of its events.
     */
    void output(KV<String, PaneBlock> block, Instant slice);
  }

  private void flush(Output out) {
    long watermark =
        maxEventMicros.values().stream()
            .mapToLong(lateness::watermarkMicros)
            .min()
            .orElse(Long.MIN_VALUE);
    for (RolledUp metric : rolledUp) {
      metric.flush(watermark, out);
    }
  }

  /** What one metric has seen in this bundle. */
  private final class RolledUp {
    private final Metric metric;
    private final Key key = new Key();
    private final Map<Long, Tallies[]> slices = new HashMap<>();
    private long slice = Long.MIN_VALUE;
    private Tallies[] current;
    private int tallies;

    RolledUp(Metric metric) {
      this.metric = metric;
    }

    void add(EnrichedView view) {
      if (!metric.counts(view)) {
        return;
      }
      long start = metric.windows().sliceAt(view.view().eventMicros());
      if (start != slice || current == null) {
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
      tallies += current[shard].size() - before;
    }

    void flush(long watermarkMicros, Output out) {
      slices.forEach(
          (start, shardsOfSlice) -> {
            for (int shard = 0; shard < shards; shard++) {
              if (shardsOfSlice[shard] != null) {
                PaneBlock block =
                    new PaneBlock(metric.table(), start, watermarkMicros, shardsOfSlice[shard]);
                out.output(KV.of(metric.table() + "#" + shard, block), Instant.ofEpochMilli(start));
              }
            }
          });
      slices.clear();
      current = null;
      tallies = 0;
    }
  }
}
