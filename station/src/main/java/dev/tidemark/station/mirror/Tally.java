package dev.tidemark.station.mirror;

import java.util.concurrent.atomic.AtomicLong;

/** What all workers together have done, and may still do. */
final class Tally {

  private final AtomicLong permits;
  private final AtomicLong copied = new AtomicLong();
  private final AtomicLong skipped = new AtomicLong();
  private final AtomicLong gone = new AtomicLong();

  Tally(long most) {
    permits = new AtomicLong(most);
  }

  /** Whether one more record may be copied; then it is the caller's. */
  boolean take() {
    return permits.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  boolean isOver() {
    return permits.get() == 0;
  }

  void committed(long records, long passedOver) {
    copied.addAndGet(records);
    skipped.addAndGet(passedOver);
  }

  void lost(long records) {
    gone.addAndGet(records);
  }

  long copied() {
    return copied.get();
  }

  long skipped() {
    return skipped.get();
  }

  long gone() {
    return gone.get();
  }
}
