package dev.tidemark.run;

import dev.tidemark.Traffic;
import dev.tidemark.TrafficPipeline;
import dev.tidemark.aggregate.MergePanes.Firing;
import dev.tidemark.enrich.Enrichment;
import dev.tidemark.event.Block;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.Views;
import dev.tidemark.metric.Metrics;
import dev.tidemark.read.KafkaSettings;
import dev.tidemark.read.Range;
import dev.tidemark.read.ReadEvents;
import dev.tidemark.read.ReadEvents.Reading;
import dev.tidemark.read.ReadRanges;
import dev.tidemark.write.Migrations;
import dev.tidemark.write.Postgres;
import dev.tidemark.write.PostgresSinks;
import dev.tidemark.write.Sinks;
import dev.tidemark.write.WriteLake;
import dev.tidemark.write.WriteTopic;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs the graph: for ever, once up to now, or in rounds. */
@Command(
    name = "run",
    description = "Count a Kafka topic into PostgreSQL: for ever, once up to now, or in rounds.")
public final class Run implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(Run.class);

  @Mixin EngineOptions engine;
  @Mixin KafkaOptions kafka;
  @Mixin PostgresOptions postgres;
  @Mixin EventOptions events;
  @Mixin ResultOptions results;
  @Spec CommandSpec command;

  /** Beam's options; picocli would not pass them to a mixin. */
  @Unmatched List<String> passedOn = new ArrayList<>();

  @Option(
      names = "--until",
      paramLabel = "now",
      description = "Read up to the end offsets of this moment, finish every window and exit.")
  String until;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Do the same again and again: the production mode on Spark.")
  Duration every;

  @Option(
      names = "--afresh",
      description = "With --until: count all that the topics hold, whatever earlier rounds did.")
  boolean afresh;

  @Option(
      names = "--streaming",
      description = "Let Spark stream, which cannot promise exact results: see the README.")
  boolean streaming;

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    engine.passedOn = passedOn;
    check();
    Postgres database = postgres.database(command);
    KafkaSettings settings = kafka.settings();
    Reading reading = reading(settings);
    Migrations.apply(database);
    String salt = events.visitorSalt() == null ? Salt.of(database) : events.visitorSalt();
    Work work = new Work(reading, database, events.enrichment(salt));
    if (until == null && every == null) {
      stream(work);
    } else {
      rounds(work);
    }
    return 0;
  }

  /** What a run needs to know, once Kafka and PostgreSQL have answered. */
  private record Work(Reading reading, Postgres database, Enrichment enrichment) {}

  private void check() {
    results.check();
    if (until != null && !until.equals("now")) {
      throw UserError.inUsage("--until=" + until + " is not known.", "Write --until=now.");
    }
    if (events.dropRetries && (every != null || (until != null && !afresh))) {
      throw UserError.inUsage(
          "--dropRetries needs the events before a round, too.",
          "Stream, or count all that the topics hold with --until=now --afresh.");
    }
    boolean bounded = until != null || every != null;
    if (engine.engine() == Engine.SPARK && !bounded && !streaming) {
      throw UserError.inUsage(
          "Streaming on Spark cannot promise exact results.",
          "Run in rounds with --every=5m, or ask for it with --streaming (see the README).");
    }
  }

  private Reading reading(KafkaSettings settings) {
    try (Topics topics = new Topics(settings)) {
      if (results.outputs.contains(Output.TOPIC)) {
        topics.ensure(results.enrichedTopic);
      }
      return new Reading(
          settings,
          topics.partitions(kafka.topic),
          events.fieldMap(),
          events.limits(),
          events.lateness(),
          events.idleAfter,
          events.dropRetries);
    }
  }

  private void rounds(Work work) throws SQLException, IOException, InterruptedException {
    Rounds rounds =
        new Rounds(work.reading(), Metrics.ALL, work.database(), ranges -> finish(work, ranges));
    if (every == null) {
      rounds.run(afresh);
      return;
    }
    Thread main = Thread.currentThread();
    Stopping.onSignal(main::interrupt);
    while (true) {
      long started = System.nanoTime();
      try {
        rounds.run(false);
      } catch (SQLException | IOException | RuntimeException failed) {
        if (Thread.interrupted() || Stopping.asked()) {
          return;
        }
        log.error("The round failed and is run again", failed);
      }
      Duration rest = every.minusNanos(System.nanoTime() - started);
      if (Stopping.asked()) {
        return;
      }
      Thread.sleep(Math.max(0, rest.toMillis()));
    }
  }

  private void finish(Work work, List<Range> ranges) {
    PipelineResult result = draw(work, new ReadRanges(work.reading(), ranges), true).run();
    PipelineResult.State state = result.waitUntilFinish();
    if (state != PipelineResult.State.DONE) {
      throw new IllegalStateException("The engine ended the round as " + state);
    }
  }

  private void stream(Work work) throws IOException {
    PipelineResult result = draw(work, new ReadEvents(work.reading()), false).run();
    log.info(
        "Counting {} ({} partitions) of {} into {}; Ctrl-C stops it",
        kafka.topic,
        work.reading().partitions().size(),
        work.reading().kafka(),
        work.database());
    Stopping.onSignal(() -> stop(result), engine.engine().mayBeCutOff() ? 0 : 1);
    PipelineResult.State state = result.waitUntilFinish();
    if (!Stopping.asked()) {
      throw new IllegalStateException("The engine ended the stream as " + state);
    }
  }

  private void stop(PipelineResult result) {
    try {
      engine.engine().stop(result);
    } catch (IOException failed) {
      log.warn("The engine did not stop when asked", failed);
    }
  }

  private Pipeline draw(Work work, PTransform<PBegin, PCollection<Block>> source, boolean bounded) {
    Pipeline pipeline =
        Pipeline.create(engine.pipelineOptions(!bounded, work.reading().partitions().size()));
    Traffic traffic =
        new Traffic(
            work.enrichment(),
            results.outputs.contains(Output.METRICS) ? Metrics.ALL : List.of(),
            results.shards,
            events.lateness(),
            new Firing(
                results.earlyFiring,
                events.allowedLateness,
                bounded,
                bounded || engine.engine().streamsByWatermark()));
    new TrafficPipeline(source, traffic, sinks(work)).drawOn(pipeline);
    return pipeline;
  }

  private Sinks sinks(Work work) {
    PostgresSinks database = new PostgresSinks(work.database());
    Map<String, PTransform<PCollection<Views>, PCollection<DeadLetter>>> views =
        new LinkedHashMap<>();
    if (results.outputs.contains(Output.EVENTS)) {
      views.put("events", database.events());
    }
    if (results.outputs.contains(Output.TOPIC)) {
      views.put("topic", new WriteTopic(work.reading().kafka(), results.enrichedTopic));
    }
    if (results.outputs.contains(Output.LAKE)) {
      views.put("lake", new WriteLake(results.lake));
    }
    return database.of(Metrics.ALL, 0, views);
  }
}
