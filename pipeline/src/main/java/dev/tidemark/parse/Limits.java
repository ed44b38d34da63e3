package dev.tidemark.parse;

import java.io.Serializable;

/**
 * What the parser takes for an event.
 *
 * @param maxEventBytes the longest record
 * @param maxFutureMillis how far an event may lie ahead of the Kafka timestamp of its record
 * @param maxDepth how many objects and arrays may stand inside each other, the event itself
 *     included
 */
public record Limits(int maxEventBytes, long maxFutureMillis, int maxDepth)
    implements Serializable {

  public static final Limits DEFAULT = new Limits(1 << 20, 86_400_000L, 512);

  public Limits {
    if (maxEventBytes < 1 || maxFutureMillis < 0 || maxDepth < 1) {
      throw new IllegalArgumentException(
          "An event needs at least one byte, one level of nesting and a future of 0 ms or more");
    }
  }
}
