package dev.tidemark.acceptance;

import java.time.Instant;
import java.util.Map;

/**
 * A record as it lies in a topic.
 *
 * @param key null when the record has none
 * @param value null for a tombstone
 */
record TopicRecord(
    int partition,
    long offset,
    Instant timestamp,
    byte[] key,
    Map<String, String> headers,
    byte[] value) {}
