package dev.tidemark;

import dev.tidemark.aggregate.KeepLedger;
import dev.tidemark.aggregate.MergePanes;
import dev.tidemark.aggregate.PaneBlock;
import dev.tidemark.aggregate.RollUp;
import dev.tidemark.enrich.EnrichEvents;
import dev.tidemark.event.Block;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.Part;
import dev.tidemark.event.Views;
import dev.tidemark.metric.Metrics;
import dev.tidemark.write.Sinks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * The graph: one named step a stage, in the order in which an event passes them.
 *
 * <p>Where events come from and where results go enters by the constructor, so that streaming,
 * rounds and tests run this same graph.
 */
public final class TrafficPipeline {

  private final PTransform<PBegin, PCollection<Block>> source;
  private final Traffic traffic;
  private final Sinks sinks;

  /**
   * @param source blocks of records whose fates are decided: {@code ReadEvents} for ever, {@code
   *     ReadRanges} to an end
   */
  public TrafficPipeline(
      PTransform<PBegin, PCollection<Block>> source, Traffic traffic, Sinks sinks) {
    this.source = source;
    this.traffic = traffic;
    this.sinks = sinks;
  }

  public void drawOn(Pipeline pipeline) {
    PCollection<Block> blocks = pipeline.apply("Read", source);

    PCollectionTuple events = enrich(blocks, traffic, asked());
    PCollection<Views> views = events.get(EnrichEvents.VIEWS);
    PCollectionTuple panes = merge(views, traffic);

    List<PCollection<DeadLetter>> dead = new ArrayList<>();
    dead.add(events.get(EnrichEvents.DEAD));
    dead.add(panes.get(MergePanes.PANES).apply("Write metrics", sinks.metrics()));
    sinks.records().forEach((name, sink) -> dead.add(blocks.apply("Write " + name, sink)));
    sinks.views().forEach((name, sink) -> dead.add(views.apply("Write " + name, sink)));

    events.get(EnrichEvents.LATE).apply("Write late events", sinks.lateEvents());
    events
        .get(EnrichEvents.LEDGER)
        .apply("Keep ledger", new KeepLedger())
        .apply("Write ledger", sinks.ledger());
    panes.get(MergePanes.REOPENED).apply("Write reopened windows", sinks.reopened());
    PCollectionList.of(dead)
        .apply("Dead letters", Flatten.pCollections())
        .apply("Write dead letters", sinks.deadLetters());
  }

  /** Single events are written whole; figures say what they are made of. */
  private Set<Part> asked() {
    return sinks.views().isEmpty() ? Metrics.parts(traffic.metrics()) : Part.ALL;
  }

  /**
   * What is known of each record, by what became of it.
   *
   * @param parts that are asked for
   */
  public static PCollectionTuple enrich(
      PCollection<Block> blocks, Traffic traffic, Set<Part> parts) {
    PCollectionTuple events =
        blocks.apply(
            "Enrich",
            ParDo.of(new EnrichEvents(traffic.enrichment(), parts))
                .withOutputTags(
                    EnrichEvents.VIEWS,
                    TupleTagList.of(EnrichEvents.DEAD)
                        .and(EnrichEvents.LATE)
                        .and(EnrichEvents.LEDGER)));
    EnrichEvents.setCoders(events);
    return events;
  }

  /** Events become figures. */
  public static PCollectionTuple merge(PCollection<Views> views, Traffic traffic) {
    PCollection<KV<String, PaneBlock>> partial =
        views.apply(
            "Roll up",
            ParDo.of(new RollUp(traffic.metrics(), traffic.shards(), traffic.lateness())));
    partial.setCoder(RollUp.coder(traffic.metrics()));
    PCollectionTuple panes =
        partial.apply(
            "Merge panes",
            ParDo.of(new MergePanes(traffic.metrics(), traffic.firing()))
                .withOutputTags(MergePanes.PANES, TupleTagList.of(MergePanes.REOPENED)));
    MergePanes.setCoders(panes, traffic.metrics());
    return panes;
  }
}
