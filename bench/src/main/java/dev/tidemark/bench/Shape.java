package dev.tidemark.bench;

/**
 * What events are like.
 *
 * @param pages how many different URLs there are, by Zipf's law
 * @param bytes about how long an event is; at least 200
 */
public record Shape(int pages, int bytes) {

  /** What the race is run over, and what single parts are measured with. */
  public static final Shape USUAL = new Shape(2_000, 350);

  public Shape {
    if (pages < 1 || bytes < 200) {
      throw new IllegalArgumentException("no events are like " + pages + " pages, " + bytes);
    }
  }
}
