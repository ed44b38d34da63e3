package dev.tidemark.bench.race;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a family and its checkpoints again and again: what comes and goes has a peak only for
 * those who watch.
 */
final class Meter implements AutoCloseable {

  private static final long PERIOD_MILLIS = 200;

  private final Family family;
  private final Path work;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Effort most = Effort.NONE;

  /**
   * @param work where the family keeps its checkpoints
   */
  Meter(Family family, Path work) {
    this.family = family;
    this.work = work;
    Thread thread = new Thread(this::watch, "meter");
    thread.setDaemon(true);
    thread.start();
  }

  /** What was taken so far. */
  Effort read() {
    return most.followedBy(family.effort()).followedBy(new Effort(0, 0, Checkpoints.largest(work)));
  }

  private void watch() {
    try {
      do {
        most = read();
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
