package dev.tidemark.station.pulse;

import java.time.Instant;

/**
 * How one partition stands.
 *
 * @param endOffset one past the last record that can be read: an open transaction is before it
 * @param nextOffset the first offset that the ledger does not have
 * @param lag how many offsets are still to be read; what only looks like records is none
 * @param watermark null while no event time is known
 * @param idle whether nothing has been left to read for a while
 */
public record PartitionPulse(
    String topic,
    int partition,
    long endOffset,
    long nextOffset,
    long lag,
    Instant watermark,
    boolean idle) {}
