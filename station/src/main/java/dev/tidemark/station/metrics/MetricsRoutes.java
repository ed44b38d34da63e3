package dev.tidemark.station.metrics;

import dev.tidemark.event.Fate;
import dev.tidemark.run.CommandLines;
import dev.tidemark.station.health.Checkpoint;
import dev.tidemark.station.health.DeadLetters;
import dev.tidemark.station.health.Findings;
import dev.tidemark.station.health.Freshness;
import dev.tidemark.station.health.Job;
import dev.tidemark.station.pulse.Heart;
import dev.tidemark.station.pulse.PartitionPulse;
import dev.tidemark.station.pulse.Pulse;
import dev.tidemark.station.web.Routes;
import dev.tidemark.station.web.ingest.Counts;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells Prometheus how the stream is; what cannot be known at the moment is left out. */
public final class MetricsRoutes implements Routes {

  private static final Logger log = LoggerFactory.getLogger(MetricsRoutes.class);
  private static final double MILLIS = 1000.0;

  private final Heart heart;
  private final Findings findings;
  private final Engine engine;
  private final Counts intake;

  public MetricsRoutes(Heart heart, Findings findings, Engine engine, Counts intake) {
    this.heart = heart;
    this.findings = findings;
    this.engine = engine;
    this.intake = intake;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/metrics", this::answer);
  }

  private void answer(Context context) {
    Exposition exposition = new Exposition();
    exposition.add(Families.BUILD, 1, CommandLines.version());
    heart.latest().ifPresent(pulse -> add(exposition, pulse));
    addFindings(exposition);
    engine.job().get().ifPresent(job -> add(exposition, job));
    addCounters(exposition, engine.counters().get());
    exposition.add(Families.ACCEPTED, intake.accepted());
    intake
        .refused()
        .forEach((reason, count) -> exposition.add(Families.REFUSED, count, lower(reason)));
    context.contentType(Exposition.TYPE).result(exposition.toString());
  }

  private static void add(Exposition exposition, Pulse pulse) {
    exposition.add(Families.SERVER_UP, pulse.noKafka().isEmpty(), "kafka");
    exposition.add(Families.SERVER_UP, pulse.noPostgres().isEmpty(), "postgres");
    exposition.add(Families.READ, pulse.read());
    exposition.add(Families.RECORDS, pulse.counted(), lower(Fate.COUNTED));
    exposition.add(Families.RECORDS, pulse.late(), lower(Fate.LATE));
    exposition.add(Families.RECORDS, pulse.duplicate(), lower(Fate.DUPLICATE));
    exposition.add(Families.RECORDS, pulse.dead(), lower(Fate.DEAD));
    exposition.add(Families.INCOMING, pulse.eventsPerSecond());
    exposition.add(Families.COUNTING, pulse.countedPerSecond());
    for (PartitionPulse each : pulse.partitions()) {
      String partition = Integer.toString(each.partition());
      exposition.add(Families.END, each.endOffset(), each.topic(), partition);
      exposition.add(Families.NEXT, each.nextOffset(), each.topic(), partition);
      exposition.add(Families.LAG, each.lag(), each.topic(), partition);
      exposition.add(Families.IDLE, each.idle(), each.topic(), partition);
      if (each.watermark() != null) {
        double behind = Duration.between(each.watermark(), pulse.at()).toMillis() / MILLIS;
        exposition.add(Families.DELAY, behind, each.topic(), partition);
      }
    }
  }

  private void addFindings(Exposition exposition) {
    Findings.Found found;
    try {
      found = findings.now();
    } catch (SQLException away) {
      // That it is away stands in tidemark_server_up.
      log.debug("The database gives no answer", away);
      return;
    }
    exposition.add(Families.BOTS, found.ledger().bot());
    exposition.add(Families.BALANCED, found.ledger().balanced());
    exposition.add(Families.GAPS, found.ledger().gaps().size());
    exposition.add(Families.REOPENED, found.reopenedWindows());
    for (DeadLetters.Count each : found.deadLetters()) {
      exposition.add(Families.DEAD, each.count(), lower(each.failure()));
      exposition.add(Families.REPLAYED, each.replayed(), lower(each.failure()));
    }
    Freshness freshness = found.freshness();
    exposition.add(Families.FRESHNESS_SAMPLES, freshness.samples());
    if (freshness.p50Seconds() != null) {
      exposition.add(Families.FRESHNESS, freshness.p50Seconds(), "0.5");
      exposition.add(Families.FRESHNESS, freshness.p99Seconds(), "0.99");
    }
  }

  private static void add(Exposition exposition, Job job) {
    exposition.add(Families.JOB_RUNNING, job.state().equals("RUNNING"));
    exposition.add(Families.JOB_RESTARTS, job.restarts());
    Optional<Checkpoint> newest = job.checkpoints().stream().findFirst();
    if (newest.isPresent()) {
      Checkpoint checkpoint = newest.get();
      double age = Duration.between(checkpoint.at(), Instant.now()).toMillis() / MILLIS;
      exposition.add(Families.CHECKPOINT_AGE, age);
      exposition.add(Families.CHECKPOINT_BYTES, checkpoint.bytes());
      exposition.add(Families.CHECKPOINT_SECONDS, checkpoint.milliseconds() / MILLIS);
    }
  }

  private static void addCounters(Exposition exposition, Map<String, Long> counters) {
    Families.PIPELINE.forEach(
        (name, family) -> {
          Long value = counters.get(name);
          if (value != null) {
            exposition.add(family, value);
          }
        });
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
