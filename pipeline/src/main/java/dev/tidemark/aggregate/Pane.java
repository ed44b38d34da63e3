package dev.tidemark.aggregate;

/**
 * Results of one metric in one window that are to be written: absolute values, never differences.
 *
 * @param windowMillis where the window starts
 */
public record Pane(String table, long windowMillis, Tallies tallies) {}
