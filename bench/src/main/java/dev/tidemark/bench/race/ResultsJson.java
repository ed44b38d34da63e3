package dev.tidemark.bench.race;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.bench.race.Job.Yardstick;

/** The standings for programs: job, contender, figures. */
final class ResultsJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Standings standings;

  ResultsJson(Standings standings) {
    this.standings = standings;
  }

  /**
   * All of it, each contender with the circumstances under {@code run}.
   *
   * @param before what earlier runs have told; of it stays what this run does not tell
   */
  String text(String before, String command, String when, Machine machine) {
    try {
      ObjectNode root = (ObjectNode) MAPPER.readTree(before);
      for (Job job : standings.jobs()) {
        ObjectNode ofJob = root.withObject("/" + job.label());
        for (Standing standing : standings.of(job)) {
          ObjectNode told = ofJob.putObject(standing.contender().name());
          fill(told, standing);
          told.putObject("run")
              .put("command", command)
              .put("when", when)
              .put("machine", machine.toString());
        }
      }
      root.put(
          "clock", "from the first bytes that leave the broker to the right answer in all tables");
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fill(ObjectNode node, Standing standing) {
    node.put("events", standing.events());
    if (standing.counts()) {
      node.put("median_events_per_second", Math.round(standing.median()))
          .put("slowest_events_per_second", Math.round(standing.slowest()))
          .put("fastest_events_per_second", Math.round(standing.fastest()))
          .put("spread", rounded(standing.spread()));
      for (Yardstick yardstick : standings.yardsticks(standing.contender().job())) {
        standings
            .ratio(standing, yardstick)
            .ifPresent(
                ratio ->
                    node.put(
                        "ratio_to_%s_%s".formatted(yardstick.job(), yardstick.contender()),
                        rounded(ratio)));
      }
      node.put("cpu_seconds", rounded(standing.cpuSeconds()))
          .put("peak_bytes", standing.peakBytes())
          .put("checkpoint_bytes", standing.checkpointBytes());
    }
    ArrayNode laps = node.putArray("laps");
    for (Lap lap : standing.laps()) {
      ObjectNode one = laps.addObject().put("round", lap.round());
      if (lap.isRight()) {
        one.put("seconds", rounded(lap.seconds()));
      } else {
        one.put("failure", lap.failure());
      }
    }
  }

  private static double rounded(double figure) {
    return Math.round(figure * 1000) / 1000.0;
  }
}
