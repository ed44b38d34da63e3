package dev.tidemark.station.generate;

import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Passes events on at their pace until told to stop. */
final class Feed {

  /** Fewer, longer pauses: at high rates some events leave together. */
  private static final long SHORTEST_PAUSE_NANOS = 5_000_000L;

  private final Iterator<GeneratedEvent> events;
  private final Pace pace;
  private final Outlet outlet;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile long sent;

  Feed(Iterator<GeneratedEvent> events, Pace pace, Outlet outlet) {
    this.events = events;
    this.pace = pace;
    this.outlet = outlet;
  }

  /**
   * Returns when so many events were sent, when it was told to stop, or when the outlet wants no
   * more.
   *
   * @param progress is told from time to time how many were sent
   */
  void run(long count, LongConsumer progress) throws IOException, InterruptedException {
    boolean wanted = true;
    while (wanted && sent < count && stop.getCount() > 0) {
      GeneratedEvent event = events.next();
      if (!awaitPace(event, progress)) {
        return;
      }
      wanted = outlet.send(event);
      count(sent + 1);
      if ((sent & 0xff) == 0) {
        progress.accept(sent);
      }
    }
    progress.accept(sent);
  }

  private boolean awaitPace(GeneratedEvent event, LongConsumer progress)
      throws IOException, InterruptedException {
    long nanos = pace.untilDue(event.sentAt());
    while (nanos > 0) {
      outlet.pause();
      progress.accept(sent);
      if (stop.await(
          Math.min(Math.max(nanos, SHORTEST_PAUSE_NANOS), TimeUnit.SECONDS.toNanos(1)),
          TimeUnit.NANOSECONDS)) {
        return false;
      }
      nanos = pace.untilDue(event.sentAt());
    }
    return true;
  }

  private void count(long now) {
    sent = now;
  }

  long sent() {
    return sent;
  }

  /** The event that is on its way is the last one. */
  void stop() {
    stop.countDown();
  }
}
