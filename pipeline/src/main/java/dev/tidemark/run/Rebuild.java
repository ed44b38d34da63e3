package dev.tidemark.run;

import dev.tidemark.RebuildPipeline;
import dev.tidemark.Traffic;
import dev.tidemark.aggregate.MergePanes.Firing;
import dev.tidemark.metric.Metrics;
import dev.tidemark.read.Range;
import dev.tidemark.read.ReadEvents.Reading;
import dev.tidemark.read.ReadRanges;
import dev.tidemark.rebuild.BetweenTimes;
import dev.tidemark.rebuild.ReadLake;
import dev.tidemark.rebuild.ReadStoredEvents;
import dev.tidemark.rebuild.Staging;
import dev.tidemark.write.Lake;
import dev.tidemark.write.Migrations;
import dev.tidemark.write.Postgres;
import dev.tidemark.write.PostgresSinks;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.Read;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Computes windows anew, beside those that stand, and exchanges them in one act. */
@Command(
    name = "rebuild",
    description =
        "Compute the windows of a range anew and exchange them for those that stand, in one act.",
    footer = {
      "",
      "Figures alone are rebuilt: events, late events, dead letters and the ledger stay."
    })
public final class Rebuild implements Callable<Integer> {

  /** From what windows are computed. */
  enum From {
    KAFKA,
    EVENTS,
    LAKE
  }

  private static final int SHARDS = 8;

  @Mixin EngineOptions engine;
  @Mixin KafkaOptions kafka;
  @Mixin PostgresOptions postgres;
  @Mixin EventOptions events;
  @Spec CommandSpec command;

  /** Beam's options; picocli would not pass them to a mixin. */
  @Unmatched List<String> passedOn = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "DATE",
      required = true,
      converter = MomentConverter.class,
      description = "The first window: 2026-01-09 (UTC), or 2026-01-09T12:00:00Z.")
  Instant from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      required = true,
      converter = MomentConverter.class,
      description = "The first window after them that is left as it is.")
  Instant to;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      defaultValue = "kafka",
      description =
          "kafka: the records, which are understood anew; events: what processed_events keeps of"
              + " them; lake: what the files in --lake keep (default ${DEFAULT-VALUE}).")
  From source;

  @Option(names = "--lake", paramLabel = "DIR", description = "Where the output lake has written.")
  String lake;

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    engine.passedOn = passedOn;
    check();
    Postgres database = postgres.database(command);
    Migrations.apply(database);
    long fromMicros = ChronoUnit.MICROS.between(Instant.EPOCH, from);
    long toMicros = ChronoUnit.MICROS.between(Instant.EPOCH, to) + longestWindow() * 1_000;
    RebuildPlan plan = new RebuildPlan(fromMicros, toMicros);
    Reading reading = reading();
    RebuildSource found = new RebuildSource(reading, database, plan);
    found.demandClosed();
    Pipeline pipeline =
        Pipeline.create(engine.pipelineOptions(false, Math.max(1, reading.partitions().size())));
    List<Range> ranges = List.of();
    LakeSource files = new LakeSource(new Lake(lake), database, plan);
    switch (source) {
      case KAFKA -> ranges = found.ranges();
      case EVENTS -> found.demandAllEvents();
      case LAKE -> files.demandAllEvents();
    }

    Instant begun = Instant.now();
    try (Staging staging = staging(database)) {
      PostgresSinks here = new PostgresSinks(database);
      PostgresSinks beside = new PostgresSinks(Staging.in(database));
      RebuildPipeline graph =
          new RebuildPipeline(
              traffic(database),
              new BetweenTimes(fromMicros, toMicros),
              beside.metrics(Metrics.ALL, Staging.GENERATION),
              here.deadLetters());
      switch (source) {
        case KAFKA -> graph.drawFromRecords(pipeline, new ReadRanges(reading, ranges));
        case EVENTS ->
            graph.drawFromEvents(
                pipeline, Read.from(new ReadStoredEvents(database, fromMicros, toMicros)));
        case LAKE -> graph.drawFromEvents(pipeline, new ReadLake(files.files()));
      }
      PipelineResult.State state = pipeline.run().waitUntilFinish();
      if (state != PipelineResult.State.DONE) {
        throw new IllegalStateException("The engine ended the rebuild as " + state);
      }
      long generation = staging.exchange(from, to, source.name(), begun);
      command
          .commandLine()
          .getOut()
          .printf(
              "Windows from %s to %s are those of generation %d, in %d s.%n",
              from, to, generation, Duration.between(begun, Instant.now()).toSeconds());
    }
    return 0;
  }

  private void check() {
    if (!from.isBefore(to)) {
      throw UserError.inUsage("--from does not lie before --to.", "Exchange them.");
    }
    if (source == From.LAKE && lake == null) {
      throw UserError.inUsage("--source=lake needs a place.", "Add --lake=DIR.");
    }
  }

  private static long longestWindow() {
    return Metrics.ALL.stream().mapToLong(metric -> metric.windows().sizeMillis()).max().orElse(0);
  }

  private Reading reading() {
    try (Topics topics = new Topics(kafka.settings())) {
      return new Reading(
          kafka.settings(),
          topics.existing(kafka.topic()),
          events.fieldMap(),
          events.limits(),
          events.lateness(),
          events.idleAfter(),
          events.dropRetries);
    }
  }

  private Traffic traffic(Postgres database) throws SQLException {
    String given = events.visitorSalt();
    return new Traffic(
        events.enrichment(given == null ? Salt.of(database) : given),
        Metrics.ALL,
        SHARDS,
        events.lateness(),
        new Firing(Duration.ZERO, events.allowedLateness, true));
  }

  private static Staging staging(Postgres database) throws SQLException {
    try {
      return Staging.create(database, Metrics.ALL);
    } catch (IllegalStateException busy) {
      throw new UserError(busy.getMessage(), "Wait until it has ended.", busy);
    }
  }
}
