package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.tidemark.aggregate.MergePanes;
import dev.tidemark.aggregate.MergePanes.Firing;
import dev.tidemark.aggregate.Pane;
import dev.tidemark.aggregate.RollUp;
import dev.tidemark.enrich.EnrichEvents;
import dev.tidemark.enrich.Enrichment;
import dev.tidemark.event.Lateness;
import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Metrics;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;
import dev.tidemark.read.KafkaSettings;
import dev.tidemark.read.ReadEvents;
import dev.tidemark.read.ReadEvents.Reading;
import dev.tidemark.servers.Broker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Partitions with nothing to say, on a real broker. */
@Timeout(120)
class IdlePartitionsTest {
  private static final long NOON_SECONDS = 1_767_614_400L;
  private static final int EVENTS = 120;

  /** Results of all runs in this process: a function is serialised before it runs. */
  private static final BlockingQueue<Pane> PANES = new LinkedBlockingQueue<>();

  /**
   * No early result can come before the test is over, so what comes was called for by the
   * watermark: it has passed, though two partitions of three were silent since the start.
   */
  @Test
  void oneActivePartitionOfThreeClosesItsWindows() throws Exception {
    Metric hits = Metrics.of("host_traffic");
    try (Broker broker = Broker.start()) {
      broker.createTopic("web_events", 3);
      send(broker);
      PipelineResult run = start(broker, hits);
      try {
        Pane pane = PANES.poll(90, SECONDS);
        assertThat("a pane on time", pane, is(notNullValue()));
        assertThat(pane.windowMillis(), is(NOON_SECONDS * 1000));
        pane.tallies().forEach((key, tally) -> assertThat(tally.events(), is((long) EVENTS)));
      } finally {
        run.cancel();
      }
    }
  }

  private static PipelineResult start(Broker broker, Metric metric) throws IOException {
    Pipeline pipeline =
        Pipeline.create(PipelineOptionsFactory.fromArgs("--blockOnRun=false").create());
    List<TopicPartition> partitions =
        IntStream.range(0, 3).mapToObj(p -> new TopicPartition("web_events", p)).toList();
    Reading reading =
        new Reading(
            new KafkaSettings(broker.bootstrapServers(), "test", Map.of()),
            partitions,
            FieldMap.standard(),
            Limits.DEFAULT,
            Lateness.DEFAULT,
            Duration.ofSeconds(2),
            false);
    PCollectionTuple events =
        pipeline
            .apply(new ReadEvents(reading))
            .apply(
                ParDo.of(new EnrichEvents(Enrichment.withSalt("test".getBytes(UTF_8))))
                    .withOutputTags(
                        EnrichEvents.VIEWS,
                        TupleTagList.of(EnrichEvents.DEAD)
                            .and(EnrichEvents.LATE)
                            .and(EnrichEvents.LEDGER)));
    EnrichEvents.setCoders(events);
    PCollectionTuple panes =
        events
            .get(EnrichEvents.VIEWS)
            .apply(ParDo.of(new RollUp(List.of(metric), 1, Lateness.DEFAULT)))
            .setCoder(RollUp.coder(List.of(metric)))
            .apply(
                ParDo.of(
                        new MergePanes(
                            List.of(metric),
                            new Firing(Duration.ofHours(1), Lateness.DEFAULT.allowed(), false)))
                    .withOutputTags(MergePanes.PANES, TupleTagList.of(MergePanes.REOPENED)));
    MergePanes.setCoders(panes, List.of(metric));
    panes.get(MergePanes.PANES).apply(ParDo.of(new Collect()));
    return pipeline.run();
  }

  static final class Collect extends DoFn<Pane, Void> {
    @ProcessElement
    public void process(@Element Pane pane) {
      PANES.add(pane);
    }
  }

  private static void send(Broker broker) {
    Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < EVENTS; i++) {
        String event =
            "{\"event_time\":%d,\"url\":\"https://shop.example/\"}".formatted(NOON_SECONDS + i);
        var unused =
            producer.send(new ProducerRecord<>("web_events", 0, null, event.getBytes(UTF_8)));
      }
    }
  }
}
