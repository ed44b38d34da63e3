package dev.tidemark.write;

import dev.tidemark.aggregate.Pane;
import dev.tidemark.aggregate.Reopened;
import dev.tidemark.event.Block;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.LateEvent;
import dev.tidemark.event.LedgerEntry;
import dev.tidemark.event.Views;
import java.util.Map;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/**
 * Where results go. Every sink gives back, as dead letters, what its receiver refused.
 *
 * @param records where records go as they came, by the names of the outputs
 * @param views where single events go, by the names of the outputs; none when only metrics are
 *     wanted
 */
public record Sinks(
    PTransform<PCollection<Pane>, PCollection<DeadLetter>> metrics,
    Map<String, PTransform<PCollection<Block>, PCollection<DeadLetter>>> records,
    Map<String, PTransform<PCollection<Views>, PCollection<DeadLetter>>> views,
    PTransform<PCollection<LateEvent>, PCollection<DeadLetter>> lateEvents,
    PTransform<PCollection<LedgerEntry>, PCollection<DeadLetter>> ledger,
    PTransform<PCollection<Reopened>, PCollection<DeadLetter>> reopened,
    PTransform<PCollection<DeadLetter>, PCollection<DeadLetter>> deadLetters) {

  /** The same, and records as they came. */
  public Sinks with(
      Map<String, PTransform<PCollection<Block>, PCollection<DeadLetter>>> asTheyCame) {
    return new Sinks(metrics, asTheyCame, views, lateEvents, ledger, reopened, deadLetters);
  }
}
