package dev.tidemark.bench.beam;

import dev.tidemark.bench.peer.Row;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;

/** Makes rows of results and their windows. A pane without events, value 0, makes none. */
final class Rows<T> extends DoFn<T, Row> {
  private static final long serialVersionUID = 1;

  /** What a row is made of. */
  private interface Maker<T> extends Serializable {
    Row of(long start, T result);
  }

  private final Maker<T> maker;

  private Rows(Maker<T> maker) {
    this.maker = maker;
  }

  static Rows<KV<String, Long>> pageViews() {
    return new Rows<>((start, views) -> Row.pageViews(start, views.getKey(), views.getValue()));
  }

  static Rows<Long> activeUsers() {
    return new Rows<>(Row::activeUsers);
  }

  static Rows<KV<KV<String, String>, Long>> webTraffic() {
    return new Rows<>(
        (start, hits) ->
            Row.webTraffic(
                start, hits.getKey().getKey(), hits.getKey().getValue(), hits.getValue()));
  }

  @ProcessElement
  public void make(@Element T result, BoundedWindow window, OutputReceiver<Row> out) {
    Row row = maker.of(((IntervalWindow) window).start().getMillis(), result);
    if (row.value > 0) {
      out.output(row);
    }
  }
}
