package dev.tidemark.bench.peer;

import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.apache.datasketches.memory.Memory;

/** Sketches of distinct users, as all peers make them. */
public final class Distinct {
  private static final int LG_K = 14;

  private Distinct() {}

  /** HLL_8 has the fastest update; where size matters, {@link #bytes} makes it small. */
  public static HllSketch empty() {
    return new HllSketch(LG_K, TgtHllType.HLL_8);
  }

  public static HllSketch of(byte[] bytes) {
    return HllSketch.heapify(Memory.wrap(bytes));
  }

  public static byte[] bytes(HllSketch sketch) {
    return sketch.toCompactByteArray();
  }

  public static HllSketch union(HllSketch one, HllSketch other) {
    Union union = new Union(LG_K);
    union.update(one);
    union.update(other);
    return union.getResult(TgtHllType.HLL_8);
  }

  /** How many users all the sketches have seen. */
  public static long estimate(Iterable<byte[]> sketches) {
    Union union = new Union(LG_K);
    for (byte[] sketch : sketches) {
      union.update(of(sketch));
    }
    return Math.round(union.getEstimate());
  }
}
