package dev.tidemark.run.flink;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** A job that a cluster knows. */
public record FlinkJob(String id, String name, String state, int tasks, int running) {

  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED", "SUSPENDED");

  /** A job as Flink's overview of its jobs tells it. */
  public static FlinkJob of(JsonNode overview) {
    JsonNode tasks = overview.path("tasks");
    return new FlinkJob(
        overview.path("jid").asText(),
        overview.path("name").asText(),
        overview.path("state").asText(),
        tasks.path("total").asInt(),
        tasks.path("running").asInt());
  }

  /** Whether it has not ended: it runs, or is on its way there. */
  public boolean isActive() {
    return !ENDED.contains(state);
  }

  /** Whether every part of it works. */
  public boolean isAtWork() {
    return state.equals("RUNNING") && tasks > 0 && running == tasks;
  }
}
