package dev.tidemark.write;

import dev.tidemark.event.PageView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * What became of the records that a bundle gave to a producer.
 *
 * <p>A producer's {@code flush} does not wait for the parts of a batch that the broker found too
 * large and that was therefore split: only callbacks tell that a record is there.
 */
final class Deliveries {

  /** A record that Kafka will never take. */
  record Refused(PageView view, String reason) {}

  private final List<Refused> refused = new ArrayList<>();
  private long underWay;
  private IOException failure;

  synchronized void begin() {
    underWay++;
  }

  synchronized void end(PageView view, Exception failed) {
    underWay--;
    if (failed instanceof RecordTooLargeException) {
      refused.add(new Refused(view, failed.getMessage()));
    } else if (failed != null && failure == null) {
      failure = new IOException("Kafka did not take the event of " + WriteTopic.key(view), failed);
    }
    notifyAll();
  }

  /** Fails when a record failed that might be taken next time. */
  synchronized void check() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  /** Waits until nothing is under way; the producer's time-outs bound that. */
  synchronized List<Refused> await() throws IOException, InterruptedException {
    while (underWay > 0) {
      wait();
    }
    check();
    return List.copyOf(refused);
  }
}
