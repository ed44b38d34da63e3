package dev.tidemark;

import dev.tidemark.aggregate.MergePanes;
import dev.tidemark.aggregate.Pane;
import dev.tidemark.enrich.EnrichEvents;
import dev.tidemark.enrich.ViewsCoder;
import dev.tidemark.event.Block;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.LateEvent;
import dev.tidemark.event.Part;
import dev.tidemark.event.Views;
import dev.tidemark.rebuild.BetweenTimes;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/** The part of the graph that makes figures, over the events of a range of times. */
public final class RebuildPipeline {

  private final Traffic traffic;
  private final BetweenTimes range;
  private final PTransform<PCollection<Pane>, PCollection<DeadLetter>> metrics;
  private final PTransform<PCollection<DeadLetter>, PCollection<DeadLetter>> deadLetters;

  /**
   * @param metrics where the figures go
   * @param deadLetters where rows go that are refused there
   */
  public RebuildPipeline(
      Traffic traffic,
      BetweenTimes range,
      PTransform<PCollection<Pane>, PCollection<DeadLetter>> metrics,
      PTransform<PCollection<DeadLetter>, PCollection<DeadLetter>> deadLetters) {
    this.traffic = traffic;
    this.range = range;
    this.metrics = metrics;
    this.deadLetters = deadLetters;
  }

  /** Draws it from records on; what does not count has been written down when it was read first. */
  public void drawFromRecords(Pipeline pipeline, PTransform<PBegin, PCollection<Block>> source) {
    PCollection<Block> blocks = pipeline.apply("Read", source);
    PCollectionTuple events = TrafficPipeline.enrich(blocks, traffic, Part.ALL);
    events.get(EnrichEvents.LATE).apply("Leave late events", ParDo.of(new Leave()));
    draw(events.get(EnrichEvents.VIEWS));
  }

  /** Where one output of a step is read alone, Spark's runner gives it those of all others, too. */
  private static final class Leave extends DoFn<LateEvent, Void> {
    @ProcessElement
    public void process() {}
  }

  /** Draws it from events on that were counted before. */
  public void drawFromEvents(Pipeline pipeline, PTransform<PBegin, PCollection<Views>> source) {
    draw(pipeline.apply("Read events", source));
  }

  private void draw(PCollection<Views> events) {
    PCollection<Views> between =
        events.apply("Between the times", ParDo.of(range)).setCoder(new ViewsCoder());
    TrafficPipeline.merge(between, traffic)
        .get(MergePanes.PANES)
        .apply("Write metrics", metrics)
        .apply("Write dead letters", deadLetters);
  }
}
