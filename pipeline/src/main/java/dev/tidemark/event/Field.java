package dev.tidemark.event;

/** The fields of an event that Tidemark knows; everything else is kept in {@link #PROPERTIES}. */
public enum Field {
  EVENT_ID,
  EVENT_TYPE,
  USER_ID,
  URL,
  HOST,
  REFERRER,
  USER_AGENT,
  IP,
  SESSION_ID,
  PRODUCT_ID,
  STORE_ID,
  /** A JSON object, as text that PostgreSQL accepts for {@code jsonb}. */
  HEADERS,
  /** A JSON object of every field that no other name took, as text fit for {@code jsonb}. */
  PROPERTIES,
  /**
   * Nothing that an event says, but what the record has beside its value, where all of it is kept:
   * see {@link Envelope}.
   */
  ENVELOPE;

  private static final Field[] ALL = values();

  public static final int COUNT = ALL.length;
}
