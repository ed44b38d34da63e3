package dev.tidemark.bench;

import dev.tidemark.aggregate.PaneBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;

/** What steps gave away, by its tag, until the next step takes it. */
final class Collected implements MultiOutputReceiver {

  static final TupleTag<KV<String, PaneBlock>> PANES = new TupleTag<>("panes") {};

  private static final PipelineOptions OPTIONS = PipelineOptionsFactory.create();

  private final Map<TupleTag<?>, List<Object>> outputs = new HashMap<>();

  @Override
  public <T> OutputReceiver<T> get(TupleTag<T> tag) {
    return of(tag);
  }

  @Override
  public <T> OutputReceiver<Row> getRowReceiver(TupleTag<T> tag) {
    throw new UnsupportedOperationException("no step gives rows");
  }

  <T> OutputReceiver<T> of(TupleTag<T> tag) {
    List<Object> into = outputs.computeIfAbsent(tag, any -> new ArrayList<>());
    return new OutputReceiver<>() {
      @Override
      public OutputBuilder<T> builder(T element) {
        throw new UnsupportedOperationException("no step builds its output");
      }

      @Override
      public void output(T element) {
        into.add(element);
      }

      @Override
      public void outputWithTimestamp(T element, Instant timestamp) {
        into.add(element);
      }
    };
  }

  /** Takes away what was given to a tag. */
  @SuppressWarnings("unchecked") // Only elements of the tag's type are ever added.
  <T> List<T> take(TupleTag<T> tag) {
    List<Object> taken = outputs.put(tag, new ArrayList<>());
    return taken == null ? List.of() : (List<T>) taken;
  }

  /**
   * What a step is given at the end of a bundle.
   *
   * @param tag of the step's main output
   */
  <I, O> DoFn<I, O>.FinishBundleContext context(DoFn<I, O> step, TupleTag<O> tag) {
    return step.new FinishBundleContext() {
      @Override
      public PipelineOptions getPipelineOptions() {
        return OPTIONS;
      }

      @Override
      public void output(O element, Instant timestamp, BoundedWindow window) {
        of(tag).output(element);
      }

      @Override
      public <T> void output(
          TupleTag<T> other, T element, Instant timestamp, BoundedWindow window) {
        of(other).output(element);
      }
    };
  }
}
