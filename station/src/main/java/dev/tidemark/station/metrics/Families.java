package dev.tidemark.station.metrics;

import static dev.tidemark.station.metrics.Family.counter;
import static dev.tidemark.station.metrics.Family.gauge;

import dev.tidemark.event.Failure;
import dev.tidemark.event.PipelineCounter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every metric that Tidemark has, in the order of its page. */
final class Families {

  static final Family BUILD =
      gauge("tidemark_build_info", "Always 1; the label tells the version.", "version");
  static final Family SERVER_UP =
      gauge("tidemark_server_up", "1 when Kafka or PostgreSQL answers, else 0.", "server");
  static final Family READ = counter("tidemark_records_read_total", "Records that the ledger has.");
  static final Family RECORDS =
      counter("tidemark_records_total", "Records in the ledger, by what became of them.", "fate");
  static final Family BOTS = counter("tidemark_bot_records_total", "Counted records of robots.");
  static final Family BALANCED =
      gauge(
          "tidemark_ledger_balanced",
          "1 when read = counted + late + duplicate + dead in every row and no range is missing.");
  static final Family GAPS =
      gauge("tidemark_ledger_gaps", "Ranges of offsets that hold records and are in no row.");
  static final Family REOPENED =
      gauge("tidemark_reopened_windows", "Windows that a rebuild should compute anew.");
  static final Family DEAD =
      gauge("tidemark_dead_letters", "Dead letters in the table, by failure.", "failure");
  static final Family REPLAYED =
      gauge("tidemark_dead_letters_replayed", "Those of them that were replayed.", "failure");
  static final Family INCOMING =
      gauge(
          "tidemark_incoming_records_per_second", "Offsets by which the topic grew in 10 seconds.");
  static final Family COUNTING =
      gauge("tidemark_counted_records_per_second", "Records that were counted in 10 seconds.");
  static final Family END =
      gauge(
          "tidemark_partition_end_offset",
          "One past the last record that can be read.",
          "topic",
          "partition");
  static final Family NEXT =
      gauge(
          "tidemark_partition_next_offset",
          "The first offset that the ledger does not have.",
          "topic",
          "partition");
  static final Family LAG =
      gauge("tidemark_partition_lag", "Offsets still to be read.", "topic", "partition");
  static final Family DELAY =
      gauge(
          "tidemark_partition_watermark_delay_seconds",
          "How far the watermark is behind the clock.",
          "topic",
          "partition");
  static final Family IDLE =
      gauge(
          "tidemark_partition_idle",
          "1 when nothing has been left to read for a while.",
          "topic",
          "partition");
  static final Family FRESHNESS =
      gauge(
          "tidemark_freshness_seconds",
          "From event to row, over a sample of the last ten minutes.",
          "quantile");
  static final Family FRESHNESS_SAMPLES =
      gauge("tidemark_freshness_samples", "Events in that sample.");
  static final Family JOB_RUNNING =
      gauge("tidemark_job_running", "1 when Flink says that the stream runs, else 0.");
  static final Family JOB_RESTARTS =
      counter("tidemark_job_restarts_total", "How often Flink began the stream again.");
  static final Family CHECKPOINT_AGE =
      gauge("tidemark_checkpoint_age_seconds", "Since the newest checkpoint was complete.");
  static final Family CHECKPOINT_BYTES =
      gauge("tidemark_checkpoint_bytes", "Size of the newest checkpoint.");
  static final Family CHECKPOINT_SECONDS =
      gauge("tidemark_checkpoint_duration_seconds", "How long the newest checkpoint took.");
  static final Family ACCEPTED =
      counter("tidemark_intake_events_total", "Events over HTTP that Kafka has acknowledged.");
  static final Family REFUSED =
      counter("tidemark_intake_refused_total", "Requests that were refused.", "reason");

  /** What the graph counts, by the name of Beam's counter. */
  static final Map<String, Family> PIPELINE = pipeline();

  static final List<Family> ALL =
      Stream.concat(
              Stream.of(
                  BUILD,
                  SERVER_UP,
                  READ,
                  RECORDS,
                  BOTS,
                  BALANCED,
                  GAPS,
                  REOPENED,
                  DEAD,
                  REPLAYED,
                  INCOMING,
                  COUNTING,
                  END,
                  NEXT,
                  LAG,
                  DELAY,
                  IDLE,
                  FRESHNESS,
                  FRESHNESS_SAMPLES,
                  JOB_RUNNING,
                  JOB_RESTARTS,
                  CHECKPOINT_AGE,
                  CHECKPOINT_BYTES,
                  CHECKPOINT_SECONDS,
                  ACCEPTED,
                  REFUSED),
              PIPELINE.values().stream())
          .toList();

  private Families() {}

  private static Map<String, Family> pipeline() {
    Map<String, Family> families = new LinkedHashMap<>();
    for (PipelineCounter each : PipelineCounter.values()) {
      add(families, each.counterName(), each.meaning());
    }
    Arrays.stream(Failure.values())
        // A refused row is no record that failed: its event was counted.
        .filter(failure -> failure != Failure.REFUSED_ROW)
        .forEach(
            failure ->
                add(
                    families,
                    PipelineCounter.nameOf(failure),
                    "Records that are " + failure + "."));
    return families;
  }

  private static void add(Map<String, Family> families, String counter, String help) {
    families.put(counter, counter("tidemark_pipeline_" + counter + "_total", help));
  }
}
