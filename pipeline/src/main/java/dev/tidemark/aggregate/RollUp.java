package dev.tidemark.aggregate;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Lateness;
import dev.tidemark.event.Views;
import dev.tidemark.metric.Coupons;
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

  /** How far the partitions of the bundle have come, in milliseconds. */
  private transient Map<String, Long> watermarks;

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
    if (rolledUp == null) {
      Coupons coupons = new Coupons();
      rolledUp =
          metrics.stream()
              .map(metric -> new RolledUp(metric, shards, coupons))
              .toArray(RolledUp[]::new);
    }
    for (RolledUp metric : rolledUp) {
      metric.clear();
    }
    watermarks = new HashMap<>();
  }

  @ProcessElement
  public void process(@Element Views views, OutputReceiver<KV<String, PaneBlock>> out) {
    watermarks.merge(
        views.topic() + "/" + views.partition(),
        Math.floorDiv(lateness.watermarkMicros(views.maxEventMicros()), 1000L),
        Math::max);
    int tallies = 0;
    for (RolledUp metric : rolledUp) {
      for (EnrichedView view : views.views()) {
        metric.add(view);
      }
      tallies += metric.size();
    }
    if (tallies > MOST_TALLIES) {
      flush((shard, block) -> out.output(KV.of(shard, block)));
    }
  }

  /** Partial results hold the watermark while they are on their way: no event is older. */
  @FinishBundle
  public void finish(FinishBundleContext context) {
    flush(
        (shard, block) ->
            context.output(
                KV.of(shard, block),
                Instant.ofEpochMilli(block.sliceMillis()),
                GlobalWindow.INSTANCE));
  }

  private void flush(RolledUp.Output out) {
    Map<String, Long> heard = Map.copyOf(watermarks);
    for (RolledUp metric : rolledUp) {
      metric.flush(heard, out);
    }
  }
}
