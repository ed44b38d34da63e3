package dev.tidemark.rebuild;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Views;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;

/** Lets through the events of a range of times. */
public final class BetweenTimes extends DoFn<Views, Views> {

  private final long fromMicros;
  private final long toMicros;

  public BetweenTimes(long fromMicros, long toMicros) {
    this.fromMicros = fromMicros;
    this.toMicros = toMicros;
  }

  @ProcessElement
  public void process(@Element Views views, OutputReceiver<Views> out) {
    List<EnrichedView> between =
        views.views().stream()
            .filter(
                view ->
                    view.view().eventMicros() >= fromMicros && view.view().eventMicros() < toMicros)
            .toList();
    if (!between.isEmpty()) {
      out.output(new Views(views.topic(), views.partition(), views.maxEventMicros(), between));
    }
  }
}
