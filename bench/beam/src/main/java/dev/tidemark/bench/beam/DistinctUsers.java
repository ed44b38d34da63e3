package dev.tidemark.bench.beam;

import dev.tidemark.bench.peer.Distinct;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.datasketches.hll.HllSketch;

/** How many users there are, about. */
final class DistinctUsers extends CombineFn<String, HllSketch, Long> {
  private static final long serialVersionUID = 1;

  @Override
  public HllSketch createAccumulator() {
    return Distinct.empty();
  }

  @Override
  public HllSketch addInput(HllSketch sketch, String user) {
    sketch.update(user);
    return sketch;
  }

  @Override
  public HllSketch mergeAccumulators(Iterable<HllSketch> sketches) {
    HllSketch all = Distinct.empty();
    for (HllSketch sketch : sketches) {
      all = Distinct.union(all, sketch);
    }
    return all;
  }

  @Override
  public Long extractOutput(HllSketch sketch) {
    return Math.round(sketch.getEstimate());
  }

  @Override
  public Coder<HllSketch> getAccumulatorCoder(CoderRegistry registry, Coder<String> users) {
    return new SketchCoder();
  }
}
