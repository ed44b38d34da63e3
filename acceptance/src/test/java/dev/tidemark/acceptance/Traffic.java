package dev.tidemark.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Live traffic into three partitions of a topic: a little disorder, now and then an event that is
 * late but allowed, one that is too late, and one that is broken. It goes on until told to finish,
 * and remembers what it sent.
 */
final class Traffic implements AutoCloseable {

  static final int PARTITIONS = 3;

  private static final int TICK_MILLIS = 100;
  private static final int EVENTS_A_TICK = 30;
  private static final Instant START = Instant.parse("2026-01-09T22:00:00Z");
  private static final Duration BETWEEN_EVENTS = Duration.ofMillis(250);

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Random random = new Random(20_260_109);
  private final List<TopicRecord> sent = new ArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final CompletableFuture<List<TopicRecord>> finished = new CompletableFuture<>();
  private volatile long lastOffset = Long.MAX_VALUE;
  private long nextOffset;

  private Traffic(String topic, KafkaProducer<byte[], byte[]> producer) {
    this.topic = topic;
    this.producer = producer;
  }

  static Traffic start(Servers servers, String topic) {
    Traffic traffic = new Traffic(topic, servers.producer());
    var unused =
        traffic.clock.scheduleAtFixedRate(traffic::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return traffic;
  }

  /** Goes on until every partition holds at least so many records; what was sent in all. */
  List<TopicRecord> finish(long atLeast) throws ExecutionException, InterruptedException {
    lastOffset = atLeast - 1;
    return finished.get();
  }

  boolean goesOn() {
    return !finished.isDone();
  }

  private void tick() {
    try {
      if (nextOffset > lastOffset) {
        producer.flush();
        finished.complete(List.copyOf(sent));
        clock.shutdown();
        return;
      }
      for (int i = 0; i < EVENTS_A_TICK; i++, nextOffset++) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          send(new TopicRecord(partition, nextOffset, now(), null, Map.of(), value()));
        }
      }
    } catch (RuntimeException e) {
      finished.completeExceptionally(e);
      clock.shutdown();
    }
  }

  private void send(TopicRecord record) {
    sent.add(record);
    var unused =
        producer.send(
            Servers.toSend(topic, record),
            (where, failure) -> {
              if (failure != null) {
                finished.completeExceptionally(failure);
              } else if (where.offset() != record.offset()) {
                finished.completeExceptionally(new IllegalStateException("sent to " + where));
              }
            });
  }

  private Instant now() {
    return START.plus(BETWEEN_EVENTS.multipliedBy(nextOffset));
  }

  private byte[] value() {
    int dice = random.nextInt(1_000);
    if (dice == 0) {
      return "{\"event_time\":".getBytes(UTF_8);
    }
    // Beyond eleven minutes an event is late for good; up to there it refines what was written.
    Duration behind =
        dice < 4
            ? Duration.ofMinutes(12).plusSeconds(random.nextInt(3_600))
            : Duration.ofMillis(random.nextInt(dice < 40 ? 640_000 : 50_000));
    return "{\"event_time\":\"%s\",\"url\":\"https://%s.example/%d\",\"user_id\":\"u%d\",\"event_type\":\"%s\"}"
        .formatted(
            now().minus(behind),
            random.nextBoolean() ? "shop" : "blog",
            random.nextInt(20),
            random.nextInt(60),
            dice % 5 == 0 ? "click" : "page_view")
        .getBytes(UTF_8);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    producer.close();
  }
}
