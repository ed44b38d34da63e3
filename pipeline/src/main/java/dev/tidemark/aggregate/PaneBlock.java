package dev.tidemark.aggregate;

/**
 * Partial results of one metric in one slice, of the keys of one shard.
 *
 * @param sliceMillis where the slice starts
 * @param watermarkMicros the smallest watermark of the partitions that the events came from
 */
public record PaneBlock(String table, long sliceMillis, long watermarkMicros, Tallies tallies) {}
