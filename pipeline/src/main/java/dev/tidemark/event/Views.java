package dev.tidemark.event;

import java.util.List;

/**
 * The counted events of one block, enriched.
 *
 * @param maxEventMicros the largest event time that their partition had shown by then
 */
public record Views(String topic, int partition, long maxEventMicros, List<EnrichedView> views) {}
