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
    DIRECT("Direct"),
    INTERNAL("Internal"),
    PAID("Paid"),
    EMAIL("Email"),
    SEARCH("Search"),
    SOCIAL("Social"),
    OTHER("Other");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** How it stands in the tables. */
    public String label() {
      return label;
    }
  }
}
