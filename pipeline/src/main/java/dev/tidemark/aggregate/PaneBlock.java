package dev.tidemark.aggregate;

import java.util.Map;

/**
 * Partial results of one metric in one slice, of the keys of one shard.
 *
 * @param sliceMillis where the slice starts
 * @param watermarks how far each partition had come that the bundle heard of, in milliseconds
 */
public record PaneBlock(
    String table, long sliceMillis, Map<String, Long> watermarks, Tallies tallies) {}
