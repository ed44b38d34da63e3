package dev.tidemark.aggregate;

import java.io.Serializable;

/**
 * A slice that received events after state of its windows had been let go: the windows over it are
 * to be computed anew from the records.
 */
public record Reopened(String table, long sliceMillis) implements Serializable {}
