package dev.tidemark.metric;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A row of a metric's table.
 *
 * @param key the key columns as text
 * @param values the value columns in their order: numbers, and sketches in hexadecimal
 */
public record Row(Instant start, Instant end, List<String> key, List<Object> values, long events) {

  /** The row that a tally amounts to. */
  public static Row of(long windowStart, byte[] key, Tally tally) {
    Metric metric = tally.metric();
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < metric.aggregators().size(); i++) {
      values.add(tally.number(i));
      if (metric.aggregators().get(i) instanceof Aggregator.Distinct) {
        values.add(hex(tally.sketch(i)));
      }
    }
    return new Row(
        Instant.ofEpochMilli(windowStart),
        Instant.ofEpochMilli(metric.windows().endOf(windowStart)),
        Key.values(key),
        values,
        tally.events());
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
