package dev.tidemark.event;

/**
 * One event as its sender told it. Absent fields are null, except {@code eventType}, which defaults
 * to {@value #PAGE_VIEW}, {@code url}, which is never absent, and {@code referrer}, where absent
 * and {@code -} are the empty string.
 *
 * @param timestampMillis what Kafka says: when the record was made or appended
 * @param eventMicros the event time, in microseconds since the epoch
 * @param headers a JSON object as text, or null
 * @param properties a JSON object as text, or null
 */
public record PageView(
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    long eventMicros,
    String eventId,
    String eventType,
    String userId,
    String url,
    String host,
    String referrer,
    String userAgent,
    String ip,
    String sessionId,
    String productId,
    String storeId,
    String headers,
    String properties) {

  /** The type of an event that names none. */
  public static final String PAGE_VIEW = "page_view";
}
