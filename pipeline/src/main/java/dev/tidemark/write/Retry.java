package dev.tidemark.write;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next attempt: twice as long each time, up to a limit. */
public record Retry(Duration first, Duration longest) implements Serializable {
  public static final Retry DEFAULT = new Retry(Duration.ofMillis(50), Duration.ofSeconds(10));

  private static final int MOST_DOUBLINGS = 30;

  /** A random time, so that writers which failed together do not come back together. */
  Duration pause(int failures) {
    long doubled = first.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
    long ceiling = Math.max(1, Math.min(doubled, longest.toMillis()));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling + 1));
  }
}
