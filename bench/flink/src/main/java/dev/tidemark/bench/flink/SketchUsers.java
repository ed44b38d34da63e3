package dev.tidemark.bench.flink;

import dev.tidemark.bench.peer.Distinct;
import org.apache.datasketches.hll.HllSketch;
import org.apache.flink.api.common.functions.AggregateFunction;

/** The users of a window, in a sketch. */
final class SketchUsers implements AggregateFunction<String, HllSketch, HllSketch> {
  private static final long serialVersionUID = 1;

  @Override
  public HllSketch createAccumulator() {
    return Distinct.empty();
  }

  @Override
  public HllSketch add(String user, HllSketch sketch) {
    sketch.update(user);
    return sketch;
  }

  @Override
  public HllSketch getResult(HllSketch sketch) {
    return sketch;
  }

  @Override
  public HllSketch merge(HllSketch one, HllSketch other) {
    return Distinct.union(one, other);
  }
}
