package dev.tidemark.bench.race;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.bench.SampleEvents;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Events of this moment into a topic, so many a second, and among them probes: pages that are
 * viewed once, so that a row tells when its one event was counted.
 */
final class Live implements AutoCloseable {

  static final String PROBES = "https://probe.example/";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final byte[] TIME_FIELD = "\"event_time\":\"".getBytes(UTF_8);
  private static final int SAMPLES = 50_000;
  private static final long SEED = 3;
  private static final long STEP_NANOS = 10_000_000;
  private static final int STEPS_A_PROBE = 10;

  private final String topic;
  private final double eventsPerStep;
  private final KafkaProducer<byte[], byte[]> producer;
  private final byte[][] samples = SampleEvents.of(SEED, SAMPLES);
  private final int timeAt = indexOf(samples[0], TIME_FIELD) + TIME_FIELD.length;
  private final ConcurrentMap<String, Long> probes = new ConcurrentHashMap<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Thread thread = new Thread(this::send, "live");
  private volatile boolean probing;
  private volatile boolean closed;
  private final AtomicLong sent = new AtomicLong();

  private Live(String kafka, String topic, double eventsPerSecond) {
    this.topic = topic;
    this.eventsPerStep = eventsPerSecond * STEP_NANOS / 1e9;
    this.producer = Workload.producer(kafka, 5);
  }

  /**
   * Starts to send.
   *
   * @param eventsPerSecond infinite for as many as go
   */
  static Live start(String kafka, String topic, double eventsPerSecond) {
    Live live = new Live(kafka, topic, eventsPerSecond);
    live.thread.setDaemon(true);
    live.thread.start();
    return live;
  }

  /** Sends a probe now and then from now on. */
  void probe() {
    probing = true;
  }

  /** How many events were handed to the producer. */
  long sent() {
    return sent.get();
  }

  /** When each probe was sent, by its page, in nanoseconds of the JVM's clock. */
  ConcurrentMap<String, Long> probes() {
    return probes;
  }

  private void send() {
    try {
      long next = System.nanoTime();
      double due = 0;
      int at = 0;
      for (long step = 0; !closed; step++) {
        byte[] now = TIME.format(Instant.now()).getBytes(UTF_8);
        due = eventsPerStep == Double.POSITIVE_INFINITY ? SAMPLES / 10.0 : due + eventsPerStep;
        for (; due >= 1; due--, at++) {
          byte[] event = samples[at % SAMPLES];
          // The producer has copied what it was given before.
          System.arraycopy(now, 0, event, timeAt, now.length);
          give(event, at);
          sent.incrementAndGet();
        }
        if (probing && step % STEPS_A_PROBE == 0) {
          String page = PROBES + step;
          probes.put(page, System.nanoTime());
          give(probe(page, now), at);
          sent.incrementAndGet();
        }
        next += STEP_NANOS;
        LockSupport.parkNanos(next - System.nanoTime());
      }
      producer.flush();
    } catch (RuntimeException failed) {
      failure.compareAndSet(null, failed);
    }
  }

  private void give(byte[] event, int number) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic, number % Workload.PARTITIONS, null, event),
            (done, failed) -> {
              if (failed != null) {
                failure.compareAndSet(null, failed);
              }
            });
  }

  private static byte[] probe(String page, byte[] time) {
    return "{\"event_time\":\"%s\",\"event_type\":\"page_view\",\"user_id\":\"probe\",\"url\":\"%s\"}"
        .formatted(new String(time, UTF_8), page)
        .getBytes(UTF_8);
  }

  private static int indexOf(byte[] text, byte[] part) {
    return new String(text, UTF_8).indexOf(new String(part, UTF_8));
  }

  /** Returns when all is sent; fails when something could not be. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
    if (failure.get() != null) {
      throw new IllegalStateException("could not send all of it", failure.get());
    }
  }
}
