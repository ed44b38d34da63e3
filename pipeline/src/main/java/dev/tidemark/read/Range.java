package dev.tidemark.read;

import java.io.Serializable;

/**
 * The records {@code [from, to)} of a partition.
 *
 * @param maxEventMicros the largest event time before them; {@link Long#MIN_VALUE} when none
 */
public record Range(String topic, int partition, long from, long to, long maxEventMicros)
    implements Serializable {}
