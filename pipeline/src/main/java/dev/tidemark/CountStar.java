package dev.tidemark;

import dev.tidemark.aggregate.MergePanes;
import dev.tidemark.aggregate.Reopened;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.Views;
import dev.tidemark.write.WriteStar;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/** The part of the graph that makes the star schema: the same steps as for all other figures. */
public final class CountStar extends PTransform<PCollection<Views>, PCollection<DeadLetter>> {

  private final Traffic traffic;
  private final WriteStar star;
  private final PTransform<PCollection<Reopened>, PCollection<DeadLetter>> reopened;

  /**
   * @param traffic with the star's metrics
   * @param reopened where it is written down that closed windows were opened again
   */
  public CountStar(
      Traffic traffic,
      WriteStar star,
      PTransform<PCollection<Reopened>, PCollection<DeadLetter>> reopened) {
    this.traffic = traffic;
    this.star = star;
    this.reopened = reopened;
  }

  @Override
  public PCollection<DeadLetter> expand(PCollection<Views> views) {
    PCollectionTuple panes = TrafficPipeline.merge(views, traffic);
    panes.get(MergePanes.REOPENED).apply("Write reopened windows", reopened);
    return panes.get(MergePanes.PANES).apply("Write", star);
  }
}
