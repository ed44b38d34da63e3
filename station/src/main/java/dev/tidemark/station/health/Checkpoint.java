package dev.tidemark.station.health;

import java.time.Instant;

/** A checkpoint that the engine has completed. */
public record Checkpoint(long number, Instant at, long bytes, long milliseconds) {}
