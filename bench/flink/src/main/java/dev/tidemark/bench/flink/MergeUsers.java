package dev.tidemark.bench.flink;

import dev.tidemark.bench.peer.Distinct;
import org.apache.datasketches.hll.HllSketch;
import org.apache.flink.api.common.functions.AggregateFunction;

/** The union of sketches, and how many users it has seen. */
final class MergeUsers implements AggregateFunction<HllSketch, HllSketch, Long> {
  private static final long serialVersionUID = 1;

  @Override
  public HllSketch createAccumulator() {
    return Distinct.empty();
  }

  @Override
  public HllSketch add(HllSketch some, HllSketch all) {
    return Distinct.union(all, some);
  }

  @Override
  public Long getResult(HllSketch all) {
    return Math.round(all.getEstimate());
  }

  @Override
  public HllSketch merge(HllSketch one, HllSketch other) {
    return Distinct.union(one, other);
  }
}
