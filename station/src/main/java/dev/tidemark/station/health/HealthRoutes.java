package dev.tidemark.station.health;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.station.pulse.Heart;
import dev.tidemark.station.pulse.PartitionPulse;
import dev.tidemark.station.pulse.Pulse;
import dev.tidemark.station.web.Routes;
import dev.tidemark.station.web.ingest.Counts;
import dev.tidemark.write.Postgres;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers how the stream is: the books, the lag, what failed, the job, the servers. */
public final class HealthRoutes implements Routes {

  private final Heart heart;
  private final Postgres database;
  private final KafkaSettings kafka;
  private final Supplier<Optional<Job>> job;
  private final Counts intake;
  private final Findings findings;

  /**
   * @param job tells about the running graph; empty where it does not run in this process
   * @param intake what became of events that came over HTTP
   */
  public HealthRoutes(
      Heart heart,
      Postgres database,
      KafkaSettings kafka,
      Supplier<Optional<Job>> job,
      Counts intake) {
    this.heart = heart;
    this.database = database;
    this.kafka = kafka;
    this.job = job;
    this.intake = intake;
    this.findings = new Findings(database, kafka);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/health", this::health);
    new DeadRoutes(database, kafka, findings).addTo(routes);
  }

  private void health(Context context) {
    Map<String, Object> answer = new LinkedHashMap<>();
    Optional<Pulse> pulse = heart.latest();
    answer.put("at", Instant.now());
    Optional<String> noPostgres = addFindings(answer);
    answer.put(
        "partitions",
        pulse
            .map(p -> p.partitions().stream().map(each -> partition(each, p.at())).toList())
            .orElse(List.of()));
    Optional<Job> running = job.get();
    answer.put("job", running.map(HealthRoutes::job).orElse(null));
    answer.put("checkpoints", running.map(Job::checkpoints).orElse(List.of()));
    answer.put("intake", intake());
    Optional<String> noKafka = pulse.flatMap(Pulse::noKafka);
    answer.put("kafka", server(kafka.bootstrapServers(), noKafka));
    String address = database.url().replaceFirst("^jdbc:", "");
    answer.put("postgres", server(address, noPostgres.or(() -> pulse.flatMap(Pulse::noPostgres))));
    context.json(answer);
  }

  private Map<String, Object> intake() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("accepted", intake.accepted());
    fields.put("refused", intake.refused());
    return fields;
  }

  /** Adds what the database says, nulls where it says nothing, and tells why that is so. */
  private Optional<String> addFindings(Map<String, Object> answer) {
    Findings.Found found = null;
    Optional<String> trouble = Optional.empty();
    try {
      found = findings.now();
    } catch (SQLException away) {
      trouble = Optional.of(DeadRoutes.firstLine(away));
    }
    answer.put("ledger", found == null ? null : found.ledger());
    answer.put("freshness", found == null ? null : found.freshness());
    answer.put("deadLetters", found == null ? null : dead(found.deadLetters()));
    answer.put("lateEvents", found == null ? null : Map.of("total", found.ledger().late()));
    answer.put("reopenedWindows", found == null ? null : found.reopenedWindows());
    return trouble;
  }

  private static Map<String, Object> dead(List<DeadLetters.Count> counts) {
    Map<String, Object> dead = new LinkedHashMap<>();
    dead.put("total", counts.stream().mapToLong(DeadLetters.Count::count).sum());
    dead.put("byFailure", counts.stream().map(HealthRoutes::failure).toList());
    return dead;
  }

  private static Map<String, Object> failure(DeadLetters.Count count) {
    Remedy remedy = Remedy.of(count.failure());
    Map<String, Object> failure = new LinkedHashMap<>();
    failure.put("failure", count.failure());
    failure.put("stage", count.stage());
    failure.put("count", count.count());
    failure.put("replayed", count.replayed());
    failure.put("lastSeen", count.lastSeen());
    failure.put("meaning", remedy.meaning());
    failure.put("replayable", remedy.isReplayable());
    failure.put("warning", remedy.isReplayable() ? Remedy.warning(count.failure()) : null);
    return failure;
  }

  private static Map<String, Object> partition(PartitionPulse pulse, Instant at) {
    Map<String, Object> partition = new LinkedHashMap<>();
    partition.put("topic", pulse.topic());
    partition.put("partition", pulse.partition());
    partition.put("endOffset", pulse.endOffset());
    partition.put("nextOffset", pulse.nextOffset());
    partition.put("lag", pulse.lag());
    partition.put("watermark", pulse.watermark());
    partition.put(
        "behindSeconds",
        pulse.watermark() == null
            ? null
            : Duration.between(pulse.watermark(), at).toMillis() / 1000.0);
    partition.put("idle", pulse.idle());
    return partition;
  }

  private static Map<String, Object> job(Job job) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("runner", job.runner());
    fields.put("state", job.state());
    fields.put("id", job.id());
    fields.put("since", job.since());
    fields.put("restarts", job.restarts());
    return fields;
  }

  private static Map<String, Object> server(String address, Optional<String> error) {
    Map<String, Object> server = new LinkedHashMap<>();
    server.put("ok", error.isEmpty());
    server.put("address", address);
    server.put("error", error.orElse(null));
    return server;
  }
}
