package dev.tidemark.station.generate;

import java.time.Duration;
import java.time.Instant;

/**
 * When an event is due. The past is told as fast as it can be; from then on event time runs {@code
 * speed} times as fast as the clock, but never ahead of it when it began behind.
 *
 * <p>After an interruption it catches up, at no more than {@value #CATCH_UP} times the pace.
 */
final class Pace {

  private static final int CATCH_UP = 10;

  /** Events that leave together after a short pause are no catching up. */
  private static final long LEEWAY_NANOS = 20_000_000L;

  private final Instant past;
  private final double speed;
  private final Instant began;
  private final long beganNanos;
  private final boolean neverAhead;
  private Instant previous;
  private long previousDue;

  /**
   * @param start the time of the first event
   * @param past events before this time are due at once
   */
  Pace(Instant start, Instant past, double speed) {
    this.past = past.isAfter(start) ? past : start;
    this.speed = speed;
    this.began = Instant.now();
    this.beganNanos = System.nanoTime();
    this.neverAhead = speed > 1 && start.isBefore(began);
    this.previous = this.past;
    this.previousDue = beganNanos;
  }

  /** No event waits. */
  static Pace unlimited() {
    return new Pace(Instant.EPOCH, Instant.MAX, 1);
  }

  /** How many nanoseconds are left until an event that is sent at this time is due. */
  long untilDue(Instant at) {
    if (at.isBefore(past)) {
      return 0;
    }
    long now = System.nanoTime();
    long scheduled = beganNanos + scaled(past, at, speed);
    long soonest = previousDue + scaled(previous, at, speed * CATCH_UP);
    long due = Math.max(scheduled, soonest);
    if (neverAhead) {
      due = Math.max(due, beganNanos + scaled(began, at, 1));
    }
    if (due > now) {
      return due - now;
    }
    previous = at;
    previousDue = Math.max(due, now - LEEWAY_NANOS);
    return 0;
  }

  private static long scaled(Instant from, Instant to, double speed) {
    return (long) (Duration.between(from, to).toNanos() / speed);
  }
}
