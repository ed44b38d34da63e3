package dev.tidemark.write;

import dev.tidemark.CountStar;
import dev.tidemark.Traffic;
import dev.tidemark.TrafficPipeline;
import dev.tidemark.aggregate.MergePanes;
import dev.tidemark.aggregate.MergePanes.Firing;
import dev.tidemark.enrich.ViewsCoder;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Lateness;
import dev.tidemark.event.Views;
import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Metrics;
import dev.tidemark.metric.Star;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;

/** The part of the graph that makes figures, over views that a test holds in its hands. */
final class StarRun {
  private static final int BLOCK = 500;

  private StarRun() {}

  /** Writes the star schema, and places beside it. */
  static void write(Postgres postgres, List<EnrichedView> views) {
    Pipeline pipeline = Pipeline.create();
    PostgresSinks sinks = new PostgresSinks(postgres);
    PCollection<Views> blocks =
        pipeline.apply(Create.of(blocks(views)).withCoder(new ViewsCoder()));
    blocks
        .apply("Star", new CountStar(traffic(Star.ALL), sinks.star(), sinks.reopened()))
        .apply("Dead letters of the star", sinks.deadLetters());
    List<Metric> places = List.of(Metrics.of("geo_traffic"));
    TrafficPipeline.merge(blocks, traffic(places))
        .get(MergePanes.PANES)
        .apply("Write places", sinks.metrics(places, 0))
        .apply("Dead letters of places", sinks.deadLetters());
    PipelineResult.State state = pipeline.run().waitUntilFinish();
    if (state != PipelineResult.State.DONE) {
      throw new IllegalStateException("The pipeline ended as " + state);
    }
  }

  private static Traffic traffic(List<Metric> metrics) {
    Firing firing = new Firing(Duration.ofSeconds(1), Duration.ofMinutes(10), true);
    return new Traffic(null, metrics, 4, Lateness.DEFAULT, firing);
  }

  private static List<Views> blocks(List<EnrichedView> views) {
    List<Views> blocks = new ArrayList<>();
    for (int from = 0; from < views.size(); from += BLOCK) {
      List<EnrichedView> part = views.subList(from, Math.min(views.size(), from + BLOCK));
      blocks.add(new Views("shop", 0, part.get(0).view().eventMicros(), List.copyOf(part)));
    }
    return blocks;
  }
}
