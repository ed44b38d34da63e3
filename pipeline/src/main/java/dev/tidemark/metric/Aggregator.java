package dev.tidemark.metric;

import java.io.Serializable;

/** One value column of a metric. The set is closed: each of these can be merged in any order. */
public sealed interface Aggregator extends Serializable {

  String column();

  /** How many events there were. */
  record Count(String column) implements Aggregator {}

  /** The sum, minimum or maximum of a number that each event carries. */
  record Folded(String column, Fold fold, Metric.Amount of) implements Aggregator {}

  /** How many different texts there were, estimated; the sketch stands in a column of its own. */
  record Distinct(String column, String sketchColumn, Metric.Text of) implements Aggregator {}

  /** What the latest event says that says anything; of two at the same time, the greater text. */
  record Latest(String column, Metric.Text of) implements Aggregator {}

  /** How two numbers become one. */
  enum Fold {
    SUM(0) {
      @Override
      long apply(long left, long right) {
        return left + right;
      }
    },
    MIN(Long.MAX_VALUE) {
      @Override
      long apply(long left, long right) {
        return Math.min(left, right);
      }
    },
    MAX(Long.MIN_VALUE) {
      @Override
      long apply(long left, long right) {
        return Math.max(left, right);
      }
    };

    final long ofNothing;

    Fold(long ofNothing) {
      this.ofNothing = ofNothing;
    }

    abstract long apply(long left, long right);
  }
}
