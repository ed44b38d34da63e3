package dev.tidemark.station.audit;

import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;

/** How many events there were under one key, and which visitors, as DataSketches keeps them. */
final class Count {

  private static final int LG_K = 14;

  private long events;
  private HllSketch visitors;

  void add(String visitor) {
    events++;
    if (visitor != null) {
      if (visitors == null) {
        visitors = new HllSketch(LG_K, TgtHllType.HLL_8);
      }
      visitors.update(visitor);
    }
  }

  static Count sum(Iterable<Count> counts) {
    Count sum = new Count();
    Union union = new Union(LG_K);
    for (Count count : counts) {
      sum.events += count.events;
      if (count.visitors != null) {
        union.update(count.visitors);
      }
    }
    sum.visitors = union.getResult(TgtHllType.HLL_8);
    return sum;
  }

  long events() {
    return events;
  }

  /** Null when no visitor was counted. */
  HllSketch visitors() {
    return visitors;
  }
}
