package dev.tidemark.station.up;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.run.EngineOptions;
import dev.tidemark.run.TrafficJob;
import dev.tidemark.run.flink.FlinkRest;
import dev.tidemark.station.health.Checkpoint;
import dev.tidemark.station.health.Job;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream on Flink in this process, and what Flink says of it. */
final class FlinkHere implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FlinkHere.class);
  private static final String RUNNER = "Flink 1.19 in this process";
  private static final int SHOWN_CHECKPOINTS = 10;

  private final PipelineResult result;
  private final FlinkRest rest;
  private volatile boolean closed;

  private FlinkHere(PipelineResult result, FlinkRest rest) {
    this.result = result;
    this.rest = rest;
  }

  /** Beam's options for Flink in this process, with these settings. */
  static EngineOptions engine(FlinkSettings settings, int parallelism) throws IOException {
    return EngineOptions.of("FlinkRunner", settings.write(parallelism));
  }

  /** Starts the stream; returns when Flink has accepted it. */
  static FlinkHere start(TrafficJob stream, int restPort) {
    PipelineResult result = stream.stream();
    return new FlinkHere(result, new FlinkRest(URI.create("http://127.0.0.1:" + restPort)));
  }

  /** Waits until the stream ends; tells how it did when nobody here has ended it. */
  Optional<String> await() {
    String end;
    try {
      end = result.waitUntilFinish().name();
    } catch (IllegalStateException gone) {
      log.debug("Flink went with its job", gone);
      end = PipelineResult.State.FAILED.name();
    }
    return closed ? Optional.empty() : Optional.of(end);
  }

  /** What Flink says of the stream; empty while it has no answer. */
  Optional<Job> job() {
    try {
      JsonNode jobs = rest.get("/jobs/overview").path("jobs");
      return jobs.isEmpty() ? Optional.empty() : Optional.of(read(jobs.get(0)));
    } catch (IOException silent) {
      log.debug("Flink does not say how it is", silent);
      return Optional.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Job read(JsonNode job) throws IOException, InterruptedException {
    String id = job.path("jid").asText();
    JsonNode restarts = rest.get("/jobs/" + id + "/metrics?get=numRestarts");
    return new Job(
        RUNNER,
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

  /**
   * Ends the stream; what it counted since its last checkpoint is counted again at the next start.
   */
  @Override
  public void close() throws IOException {
    closed = true;
    result.cancel();
  }
}
