package dev.tidemark.station.generate;

import dev.tidemark.station.topic.EventTopic;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Sends events to the topic and counts what becomes of them. */
final class TopicOutlet implements Outlet {

  private final EventTopic topic;
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  TopicOutlet(EventTopic topic) {
    this.topic = topic;
  }

  /** After a failure it takes no more: whoever wants to go on asks for {@link #failure} first. */
  @Override
  public boolean send(GeneratedEvent event) {
    var unused =
        topic
            .send(event.key(), event.json())
            .whenComplete(
                (written, refusal) -> {
                  if (refusal == null) {
                    acknowledged.increment();
                  } else {
                    failed.increment();
                    failure.compareAndSet(null, refusal);
                  }
                });
    return failure.get() == null;
  }

  @Override
  public void pause() {}

  @Override
  public void finish() {
    topic.flush();
  }

  long acknowledged() {
    return acknowledged.sum();
  }

  long failed() {
    return failed.sum();
  }

  /** Why the first event that failed since the last call has failed; null when none has. */
  Throwable failure() {
    return failure.getAndSet(null);
  }
}
