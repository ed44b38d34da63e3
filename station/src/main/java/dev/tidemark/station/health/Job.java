package dev.tidemark.station.health;

import java.time.Instant;
import java.util.List;

/**
 * What the engine says of the stream that it runs.
 *
 * @param restarts how often it began again since it was started
 * @param checkpoints the newest first
 */
public record Job(
    String runner,
    String state,
    String id,
    Instant since,
    int restarts,
    List<Checkpoint> checkpoints) {}
