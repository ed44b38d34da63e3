package dev.tidemark.bench.beam;

import dev.tidemark.bench.peer.Contest;
import dev.tidemark.bench.peer.Table;
import dev.tidemark.bench.peer.View;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.kafka.CustomTimestampPolicyWithLimitedDelay;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.TimestampPolicyFactory;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Job core as Beam's documentation shows how to write it.
 *
 * <p>Tuned: events are parsed once, by the reader, which needs their time; coders of our own where
 * Beam would take Java's serialization; users are combined in part before they are shuffled; and
 * what the runner offers as options: objects are reused and not copied between steps, bundles are
 * large, metrics are off.
 */
public final class TextbookBeam {
  private static final Duration OUT_OF_ORDERNESS = Duration.standardSeconds(60);
  private static final Duration LATENESS = Duration.standardMinutes(10);

  private final Contest contest;
  private final Pipeline pipeline;

  private TextbookBeam(Contest contest) {
    this.contest = contest;
    pipeline = Pipeline.create(options(contest));
  }

  public static void main(String[] args) {
    TextbookBeam beam = new TextbookBeam(Contest.fromEnvironment());
    beam.draw();
    beam.pipeline.run().waitUntilFinish();
  }

  private static FlinkPipelineOptions options(Contest contest) {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setFlinkMaster("[local]");
    options.setStreaming(true);
    options.setParallelism(contest.parallelism());
    options.setCheckpointingInterval(10_000L);
    options.setCheckpointingMode("AT_LEAST_ONCE");
    options.setStateBackend("filesystem");
    options.setStateBackendStoragePath(Path.of(contest.work(), "checkpoints").toUri().toString());
    options.setObjectReuse(true);
    options.setFasterCopy(true);
    options.setDisableMetrics(true);
    options.setMaxBundleSize(100_000L);
    options.setMaxBundleTimeMills(1_000L);
    return options;
  }

  private void draw() {
    PCollection<View> views = views();
    views
        .apply("url", MapElements.into(TypeDescriptors.strings()).via(view -> view.url))
        .apply("by minute", windows(FixedWindows.of(minutes(1))))
        .apply("count views", Count.perElement())
        .apply("page view rows", ParDo.of(Rows.pageViews()))
        .setCoder(new RowCoder())
        .apply("write page views", WriteRows.to(Table.PAGE_VIEWS, contest));
    views
        .apply("user", MapElements.into(TypeDescriptors.strings()).via(view -> view.user))
        .apply("sliding", windows(SlidingWindows.of(minutes(5)).every(minutes(1))))
        .apply("count users", Combine.globally(new DistinctUsers()).withoutDefaults())
        .apply("user rows", ParDo.of(Rows.activeUsers()))
        .setCoder(new RowCoder())
        .apply("write users", WriteRows.to(Table.ACTIVE_USERS, contest));
    views
        .apply("host and referrer", ParDo.of(new HostAndReferrer()))
        .apply("by five minutes", windows(FixedWindows.of(minutes(5))))
        .apply("count hits", Count.perElement())
        .apply("traffic rows", ParDo.of(Rows.webTraffic()))
        .setCoder(new RowCoder())
        .apply("write traffic", WriteRows.to(Table.WEB_TRAFFIC, contest));
  }

  private PCollection<View> views() {
    TimestampPolicyFactory<byte[], View> eventTime =
        (partition, before) ->
            new CustomTimestampPolicyWithLimitedDelay<>(
                record -> Instant.ofEpochMilli(record.getKV().getValue().time),
                OUT_OF_ORDERNESS,
                before);
    return pipeline
        .apply(
            "read",
            KafkaIO.<byte[], View>read()
                .withBootstrapServers(contest.kafka())
                .withTopic(contest.topic())
                .withKeyDeserializer(ByteArrayDeserializer.class)
                .withValueDeserializerAndCoder(ViewDeserializer.class, new ViewCoder())
                .withTimestampPolicyFactory(eventTime)
                .withConsumerConfigUpdates(
                    Map.of(
                        "auto.offset.reset",
                        "earliest",
                        "max.partition.fetch.bytes",
                        4 << 20,
                        "max.poll.records",
                        5_000))
                .withoutMetadata())
        .apply("views", Values.create());
  }

  private static <T> Window<T> windows(WindowFn<Object, ?> windows) {
    return Window.<T>into(windows).withAllowedLateness(LATENESS).accumulatingFiredPanes();
  }

  private static Duration minutes(int minutes) {
    return Duration.standardMinutes(minutes);
  }
}
