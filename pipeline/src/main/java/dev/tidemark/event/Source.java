package dev.tidemark.event;

/**
 * What brought the visitor.
 *
 * @param host the referrer's host; empty when there is no referrer
 * @param name the source's name as people know it ("Google"), else its host; null for direct visits
 */
public record Source(String host, Kind kind, String name) {

  /** The classes of sources. */
  public enum Kind {
    DIRECT,
    INTERNAL,
    PAID,
    EMAIL,
    SEARCH,
    SOCIAL,
    OTHER
  }
}
