package dev.tidemark.event;

/**
 * An event that came after its windows were closed, as it came.
 *
 * @param behindMicros how far the event lay behind the watermark of its own partition
 */
public record LateEvent(
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    long eventMicros,
    long behindMicros,
    byte[] payload) {}
