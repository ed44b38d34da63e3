package dev.tidemark.bench.race;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks at a family again and again: memory has a peak only for those who watch. */
final class Meter implements AutoCloseable {

  private static final long PERIOD_MILLIS = 200;

  private final Family family;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Effort most = Effort.NONE;

  Meter(Family family) {
    this.family = family;
    Thread thread = new Thread(this::watch, "meter");
    thread.setDaemon(true);
    thread.start();
  }

  /** What was taken so far. */
  Effort read() {
    return most.followedBy(family.effort());
  }

  private void watch() {
    try {
      do {
        most = most.followedBy(family.effort());
      } while (!closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
