package dev.tidemark.station.generate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Picks one of many by their weights in constant time (Walker's alias method, after Vose). */
final class AliasTable {

  private final double[] threshold;
  private final int[] alias;

  AliasTable(double[] weights) {
    int size = weights.length;
    double mean = Arrays.stream(weights).sum() / size;
    double[] left = Arrays.stream(weights).map(weight -> weight / mean).toArray();
    threshold = new double[size];
    alias = new int[size];
    int[] poor = new int[size];
    int[] rich = new int[size];
    int poors = 0;
    int riches = 0;
    for (int i = 0; i < size; i++) {
      if (left[i] < 1) {
        poor[poors++] = i;
      } else {
        rich[riches++] = i;
      }
    }
    Arrays.fill(threshold, 1);
    while (poors > 0 && riches > 0) {
      int small = poor[--poors];
      int large = rich[riches - 1];
      threshold[small] = left[small];
      alias[small] = large;
      left[large] -= 1 - left[small];
      if (left[large] < 1) {
        riches--;
        poor[poors++] = large;
      }
    }
  }

  /** Weights by Zipf's law: the one at rank r has 1/r^exponent. */
  static AliasTable zipf(int size, double exponent) {
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      weights[i] = StrictMath.pow(i + 1.0, -exponent);
    }
    return new AliasTable(weights);
  }

  int pick(SplittableRandom random) {
    double at = random.nextDouble() * threshold.length;
    int index = (int) at;
    return at - index < threshold[index] ? index : alias[index];
  }
}
