package dev.tidemark.station.audit;

/**
 * A record as it lies in a topic.
 *
 * @param timestampMillis what Kafka says; below zero when it says nothing
 * @param value null for a tombstone
 */
public record TopicRecord(
    String topic, int partition, long offset, long timestampMillis, byte[] value) {}
