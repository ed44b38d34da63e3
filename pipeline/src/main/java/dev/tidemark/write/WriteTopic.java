package dev.tidemark.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.enrich.SetAsideCoders;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.Failure;
import dev.tidemark.event.PageView;
import dev.tidemark.event.Views;
import dev.tidemark.read.KafkaSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends enriched events to a topic, as JSON, the last of them before its bundle ends.
 *
 * <p>A replayed bundle sends its events again. The key says where the event was read, {@code
 * topic/partition/offset}, so that a reader, or the topic's compaction, can keep one of each.
 */
public final class WriteTopic extends PTransform<PCollection<Views>, PCollection<DeadLetter>> {

  private final KafkaSettings kafka;
  private final String topic;

  public WriteTopic(KafkaSettings kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
  }

  @Override
  public PCollection<DeadLetter> expand(PCollection<Views> views) {
    return views
        .apply("Send", ParDo.of(new Sending(kafka, topic)))
        .setCoder(new SetAsideCoders.OfDeadLetter());
  }

  static String key(PageView view) {
    return view.topic() + "/" + view.partition() + "/" + view.offset();
  }

  static final class Sending extends DoFn<Views, DeadLetter> {
    private static final int LARGEST_REQUEST = 16 << 20;

    /**
     * A batch that a broker finds too large is split into such: they must be less than it takes.
     */
    private static final int BATCH = 64 << 10;

    private final KafkaSettings kafka;
    private final String topic;
    private transient KafkaProducer<byte[], byte[]> producer;
    private transient Deliveries deliveries;

    Sending(KafkaSettings kafka, String topic) {
      this.kafka = kafka;
      this.topic = topic;
    }

    @Setup
    public void setup() {
      Map<String, Object> config = new HashMap<>();
      config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
      config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
      config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH);
      config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
      config.putAll(kafka.client());
      config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
      config.put(ProducerConfig.ACKS_CONFIG, "all");
      producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @StartBundle
    public void start() {
      deliveries = new Deliveries();
    }

    @ProcessElement
    public void process(@Element Views views) throws IOException {
      deliveries.check();
      long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      Rows rows = new Rows(ProcessedEvents.TABLE);
      views.views().forEach(view -> ProcessedEvents.add(rows, view, now));
      EventJson json = new EventJson(rows);
      for (int i = 0; i < rows.size(); i++) {
        send(views.views().get(i).view(), json.line(i));
      }
    }

    private void send(PageView view, String json) {
      Deliveries told = deliveries;
      told.begin();
      Future<RecordMetadata> unused = // the callback says the same, and holds no memory meanwhile
          producer.send(
              new ProducerRecord<>(topic, key(view).getBytes(UTF_8), json.getBytes(UTF_8)),
              (sent, failure) -> told.end(view, failure));
    }

    /** What Kafka will never take is set aside; any other failure fails the bundle. */
    @FinishBundle
    public void finish(FinishBundleContext context) throws IOException, InterruptedException {
      producer.flush();
      for (Deliveries.Refused refused : deliveries.await()) {
        context.output(
            letter(refused), GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
      }
    }

    private DeadLetter letter(Deliveries.Refused refused) {
      PageView view = refused.view();
      return new DeadLetter(
          view.topic(),
          view.partition(),
          view.offset(),
          view.timestampMillis(),
          Failure.REFUSED_ROW,
          topic + ": " + refused.reason(),
          view.url().getBytes(UTF_8));
    }

    @Teardown
    public void teardown() {
      if (producer != null) {
        producer.close(Duration.ofSeconds(10));
      }
    }
  }
}
