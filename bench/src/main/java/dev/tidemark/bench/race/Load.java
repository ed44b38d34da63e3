package dev.tidemark.bench.race;

import dev.tidemark.bench.Shape;
import java.time.Duration;
import java.util.Locale;

/**
 * How many events of what shape a topic holds.
 *
 * @param silence how long after them the records come that let every watermark pass them
 */
record Load(long events, Shape shape, Duration silence) {

  private static final Duration USUAL_SILENCE = Duration.ofHours(2);

  /** For those who would take hours: events a second are compared, and few are a favour. */
  private static final int SMALL_DIVISOR = 20;

  private static final long SMALL_LEAST = 50_000;

  static Load usual(long events) {
    return new Load(events, Shape.USUAL, USUAL_SILENCE);
  }

  /** A twentieth, but never too few to say anything. */
  static Load small(long events) {
    return usual(Math.min(events, Math.max(events / SMALL_DIVISOR, SMALL_LEAST)));
  }

  /** With a silence in which the longest windows end, too. */
  static Load beforeADay(long events) {
    return new Load(events, Shape.USUAL, Duration.ofHours(26));
  }

  /** With so many URLs. */
  static Load ofPages(long events, int pages) {
    return new Load(events, new Shape(pages, Shape.USUAL.bytes()), USUAL_SILENCE);
  }

  /** So long, and no more bytes than usual ones have. */
  static Load ofBytes(long events, int bytes) {
    long fewer = events * Shape.USUAL.bytes() / Math.max(bytes, Shape.USUAL.bytes());
    return new Load(Math.max(1, fewer), new Shape(Shape.USUAL.pages(), bytes), USUAL_SILENCE);
  }

  /** What its topic is called. */
  String topic() {
    return "race_%d_%d_%d_%d".formatted(events, shape.pages(), shape.bytes(), silence.toHours());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d events of %,d pages and about %,d bytes",
        events,
        shape.pages(),
        shape.bytes());
  }
}
