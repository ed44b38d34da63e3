package dev.tidemark.station.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.event.PipelineCounter;
import dev.tidemark.run.flink.FlinkJob;
import dev.tidemark.run.flink.FlinkRest;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Flink says of a stream: its state, its checkpoints, what its graph has counted. */
public final class FlinkAccount {

  private static final Logger log = LoggerFactory.getLogger(FlinkAccount.class);
  private static final int SHOWN_CHECKPOINTS = 10;

  /** How Beam's runner calls a counter of ours, behind the name of the step that has it. */
  private static final Pattern COUNTER =
      Pattern.compile(".*\\." + PipelineCounter.NAMESPACE + "[._]([a-z0-9_]+)");

  private final FlinkRest rest;
  private final String runner;
  private final Predicate<String> meant;

  /**
   * @param runner what to call the engine
   * @param meant whether a job of this name is the stream
   */
  public FlinkAccount(FlinkRest rest, String runner, Predicate<String> meant) {
    this.rest = rest;
    this.runner = runner;
    this.meant = meant;
  }

  /** The stream, the one that runs before those that have ended; empty without an answer. */
  public Optional<Job> job() {
    return asked(
        jobs -> {
          Optional<JsonNode> found = stream(jobs);
          return found.isEmpty() ? Optional.empty() : Optional.of(read(found.get()));
        });
  }

  /** What the graph has counted since it was started last, by the name of the counter. */
  public Map<String, Long> counters() {
    Optional<Map<String, Long>> counters =
        asked(
            jobs -> {
              Optional<JsonNode> found = stream(jobs);
              return found.isEmpty() ? Optional.empty() : Optional.of(count(found.get()));
            });
    return counters.orElse(Map.of());
  }

  private interface Reading<T> {
    Optional<T> of(JsonNode jobs) throws IOException, InterruptedException;
  }

  private <T> Optional<T> asked(Reading<T> reading) {
    try {
      return reading.of(rest.get("/jobs/overview").path("jobs"));
    } catch (IOException silent) {
      log.debug("Flink does not say how it is", silent);
      return Optional.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<JsonNode> stream(JsonNode jobs) {
    List<JsonNode> ours =
        StreamSupport.stream(jobs.spliterator(), false)
            .filter(job -> meant.test(job.path("name").asText()))
            .toList();
    return ours.stream()
        .filter(job -> FlinkJob.of(job).isActive())
        .findFirst()
        .or(() -> ours.stream().findFirst());
  }

  private Job read(JsonNode job) throws IOException, InterruptedException {
    String id = job.path("jid").asText();
    JsonNode restarts = rest.get("/jobs/" + id + "/metrics?get=numRestarts");
    return new Job(
        runner,
        job.path("state").asText(),
        id,
        Instant.ofEpochMilli(job.path("start-time").asLong()),
        restarts.path(0).path("value").asInt(),
        checkpoints(rest.get("/jobs/" + id + "/checkpoints").path("history")));
  }

  private static List<Checkpoint> checkpoints(JsonNode history) {
    List<Checkpoint> completed = new ArrayList<>();
    for (JsonNode one : history) {
      if (one.path("status").asText().equals("COMPLETED") && completed.size() < SHOWN_CHECKPOINTS) {
        completed.add(
            new Checkpoint(
                one.path("id").asLong(),
                Instant.ofEpochMilli(one.path("latest_ack_timestamp").asLong()),
                one.path("state_size").asLong(),
                one.path("end_to_end_duration").asLong()));
      }
    }
    return completed;
  }

  private Map<String, Long> count(JsonNode job) throws IOException, InterruptedException {
    Map<String, Long> sums = new TreeMap<>();
    String path = "/jobs/" + job.path("jid").asText();
    for (JsonNode vertex : rest.get(path).path("vertices")) {
      String metrics = path + "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics";
      String ours =
          StreamSupport.stream(rest.get(metrics).spliterator(), false)
              .map(metric -> metric.path("id").asText())
              .filter(name -> COUNTER.matcher(name).matches())
              .collect(Collectors.joining(","));
      if (!ours.isEmpty()) {
        for (JsonNode sum : rest.get(metrics + "?agg=sum&get=" + encoded(ours))) {
          String name = COUNTER.matcher(sum.path("id").asText()).replaceFirst("$1");
          sums.merge(name, sum.path("sum").asLong(), Long::sum);
        }
      }
    }
    return sums;
  }

  private static String encoded(String names) {
    return URLEncoder.encode(names, UTF_8);
  }
}
