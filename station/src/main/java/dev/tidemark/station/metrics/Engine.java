package dev.tidemark.station.metrics;

import dev.tidemark.station.health.FlinkAccount;
import dev.tidemark.station.health.Job;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the engine of the stream says, if there is one that can be asked.
 *
 * @param counters what the graph has counted; empty where the engine tells that itself
 */
public record Engine(Supplier<Optional<Job>> job, Supplier<Map<String, Long>> counters) {

  /** Nobody here knows the engine. */
  public static final Engine UNKNOWN = new Engine(Optional::empty, Map::of);

  /** Flink in this process, once there is one. */
  public static Engine here(Supplier<Optional<FlinkAccount>> flink) {
    return new Engine(
        () -> flink.get().flatMap(FlinkAccount::job),
        () -> flink.get().map(FlinkAccount::counters).orElse(Map.of()));
  }

  /** A cluster, whose own reporter tells the counters. */
  public static Engine cluster(FlinkAccount flink) {
    return new Engine(flink::job, Map::of);
  }
}
