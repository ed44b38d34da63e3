package dev.tidemark.run;

import dev.tidemark.CountStar;
import dev.tidemark.Traffic;
import dev.tidemark.TrafficPipeline;
import dev.tidemark.aggregate.MergePanes.Firing;
import dev.tidemark.enrich.Enrichment;
import dev.tidemark.event.Block;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.Views;
import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Metrics;
import dev.tidemark.metric.Star;
import dev.tidemark.read.Joined;
import dev.tidemark.read.KafkaSettings;
import dev.tidemark.read.Range;
import dev.tidemark.read.ReadEvents;
import dev.tidemark.read.ReadEvents.Reading;
import dev.tidemark.read.ReadRanges;
import dev.tidemark.write.Migrations;
import dev.tidemark.write.Mongo;
import dev.tidemark.write.Postgres;
import dev.tidemark.write.PostgresSinks;
import dev.tidemark.write.Rights;
import dev.tidemark.write.Sinks;
import dev.tidemark.write.StarTables;
import dev.tidemark.write.WriteLake;
import dev.tidemark.write.WriteRaw;
import dev.tidemark.write.WriteRawDocuments;
import dev.tidemark.write.WriteTopic;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** The graph with all that the options decide, ready to be run as a stream or over a range. */
public final class TrafficJob {

  private final EngineOptions engine;
  private final EventOptions events;
  private final ResultOptions results;
  private final Reading reading;
  private final Postgres database;
  private final Enrichment enrichment;
  private final String topics;
  private final Map<String, String> topicIds;

  /** Done when this JVM is ready to enrich; at once where others do it. */
  private final CompletableFuture<Void> ready;

  private TrafficJob(
      EngineOptions engine,
      EventOptions events,
      ResultOptions results,
      Reading reading,
      Postgres database,
      Enrichment enrichment,
      String topics,
      Map<String, String> topicIds,
      CompletableFuture<Void> ready) {
    this.engine = engine;
    this.events = events;
    this.results = results;
    this.reading = reading;
    this.database = database;
    this.enrichment = enrichment;
    this.topics = topics;
    this.topicIds = topicIds;
    this.ready = ready;
  }

  /** Asks Kafka for the partitions, makes missing topics and brings the database up to date. */
  public static TrafficJob prepare(
      EngineOptions engine,
      KafkaSettings kafka,
      String topic,
      EventOptions events,
      ResultOptions results,
      Postgres database)
      throws SQLException, InterruptedException {
    CompletableFuture<Void> ready =
        engine.isHere()
            ? CompletableFuture.runAsync(Enrichment::prepare)
            : CompletableFuture.completedFuture(null);
    Reading reading;
    Map<String, String> ids;
    try (Topics topics = new Topics(kafka)) {
      reading = reading(topics, kafka, topic, events, results);
      ids = topics.ids(reading.partitions());
    }
    prepareTables(database);
    if (results.outputs.contains(Output.STAR)) {
      Rights.demandToWrite(database, StarTables.names());
    }
    if (results.outputs.contains(Output.RAW)) {
      results.raw.prepare();
    }
    String salt = events.visitorSalt() == null ? Salt.of(database) : events.visitorSalt();
    new TopicBook(database).demandSame(ids);
    return new TrafficJob(
        engine, events, results, reading, database, events.enrichment(salt), topic, ids, ready);
  }

  /** Brings the database up to date, and refuses a user who may not write into it. */
  public static void prepareTables(Postgres database) throws SQLException, InterruptedException {
    Migrations.apply(database);
    Rights.demandToWrite(database, PostgresSinks.tables(Metrics.ALL));
  }

  private static Reading reading(
      Topics topics,
      KafkaSettings kafka,
      String topic,
      EventOptions events,
      ResultOptions results) {
    if (results.outputs.contains(Output.TOPIC)) {
      topics.ensure(results.enrichedTopic);
    }
    return new Reading(
        kafka,
        topics.partitions(topic),
        events.fieldMap(),
        events.limits(),
        events.lateness(),
        events.idleAfter,
        events.dropRetries,
        results.outputs.contains(Output.RAW));
  }

  public Reading reading() {
    return reading;
  }

  Postgres database() {
    return database;
  }

  /** Starts to count for ever; returns when the engine has begun. */
  public PipelineResult stream() throws SQLException {
    List<Joined> joined = new TopicBook(database).joined(reading.partitions());
    int subtasks = engine.subtasks(reading.partitions().size());
    ready.join();
    return draw(new ReadEvents(reading, joined, subtasks), false).run();
  }

  /**
   * Looks after the topics of a stream.
   *
   * @param end is told why the stream cannot go on
   */
  public TopicWatch watchTopics(Consumer<UserError> end) {
    return TopicWatch.start(reading.kafka(), topics, reading.partitions(), topicIds, end);
  }

  /** Counts these ranges whole and ends. */
  void finish(List<Range> ranges) {
    PipelineResult result = draw(new ReadRanges(reading, ranges), true).run();
    PipelineResult.State state = result.waitUntilFinish();
    if (state != PipelineResult.State.DONE) {
      throw new IllegalStateException("The engine ended the round as " + state);
    }
  }

  private Pipeline draw(PTransform<PBegin, PCollection<Block>> source, boolean bounded) {
    Pipeline pipeline =
        Pipeline.create(engine.pipelineOptions(!bounded, reading.partitions().size()));
    Firing firing =
        new Firing(
            results.earlyFiring,
            events.allowedLateness,
            bounded,
            bounded || engine.engine().streamsByWatermark());
    List<Metric> metrics = results.outputs.contains(Output.METRICS) ? results.metrics() : List.of();
    new TrafficPipeline(source, traffic(metrics, firing), sinks(firing)).drawOn(pipeline);
    return pipeline;
  }

  private Traffic traffic(List<Metric> metrics, Firing firing) {
    return new Traffic(enrichment, metrics, results.shards, events.lateness(), firing);
  }

  /** All that is computed, wherever it is written. */
  List<Metric> metrics() {
    return results.outputs.contains(Output.STAR)
        ? Stream.concat(results.metrics().stream(), Star.ALL.stream()).toList()
        : results.metrics();
  }

  private Sinks sinks(Firing firing) {
    PostgresSinks tables = new PostgresSinks(database);
    Map<String, PTransform<PCollection<Views>, PCollection<DeadLetter>>> views =
        new LinkedHashMap<>();
    if (results.outputs.contains(Output.EVENTS)) {
      views.put("events", tables.events());
    }
    if (results.outputs.contains(Output.TOPIC)) {
      views.put("topic", new WriteTopic(reading.kafka(), results.enrichedTopic));
    }
    if (results.outputs.contains(Output.LAKE)) {
      views.put("lake", new WriteLake(results.lake));
    }
    if (results.outputs.contains(Output.STAR)) {
      Traffic star = traffic(Star.ALL, firing);
      views.put("star", new CountStar(star, tables.star(), tables.reopened()));
    }
    Sinks sinks = tables.of(results.known(), 0, views);
    return results.outputs.contains(Output.RAW) ? sinks.with(Map.of("raw", rawStore())) : sinks;
  }

  private PTransform<PCollection<Block>, PCollection<DeadLetter>> rawStore() {
    Optional<Mongo> mongo = results.raw.mongo();
    return mongo.isPresent()
        ? new WriteRawDocuments(mongo.get())
        : new WriteRaw(results.rawDirectory());
  }
}
