package dev.tidemark.station.web.ingest;

/** Why a request for events was refused: a closed set, counted by its members. */
public enum Reason {
  /** The page belongs to a site that {@code --allowedOrigins} does not name. */
  FOREIGN_ORIGIN,
  /** The address sends more than {@code --ingestRate}. */
  TOO_FAST,
  /** The body, a list, an event or a text is beyond its limit. */
  TOO_LARGE,
  /** The body is announced as something that cannot be an event. */
  WRONG_TYPE,
  /** The body is not JSON in UTF-8. */
  NOT_JSON,
  /** It is JSON that cannot be counted: no page, or a time that nobody can read. */
  NOT_AN_EVENT,
  /** Kafka did not acknowledge it in time. */
  NOT_ACKNOWLEDGED,
}
