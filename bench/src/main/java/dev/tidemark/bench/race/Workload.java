package dev.tidemark.bench.race;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.bench.SampleEvents;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic full of events, and the answer to it. */
record Workload(String topic, Answer answer) {

  static final int PARTITIONS = 4;

  private static final long SEED = 1;

  /** Events are mixed up among so many, which lie about four seconds apart at most. */
  private static final int MIXED = 4_096;

  /** Fills an empty topic: the same load gives the same partitions. */
  static Workload fill(String kafka, Load load) throws InterruptedException {
    String topic = load.topic();
    long events = load.events();
    Answer answer = new Answer();
    SampleEvents sample = new SampleEvents(SEED, load.shape());
    SplittableRandom random = new SplittableRandom(SEED);
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer = producer(kafka, 100)) {
      for (long sent = 0; sent < events; sent += MIXED) {
        byte[][] mixed = new byte[(int) Math.min(MIXED, events - sent)][];
        for (int i = 0; i < mixed.length; i++) {
          int at = random.nextInt(i + 1);
          mixed[i] = mixed[at];
          mixed[at] = sample.next();
          answer.add(
              sample.millis(), sample.url(), sample.host(), sample.referrer(), sample.user());
        }
        for (int i = 0; i < mixed.length; i++) {
          send(producer, topic, i % PARTITIONS, mixed[i], failure);
        }
      }
      for (int partition = 0; partition < PARTITIONS; partition++) {
        send(
            producer,
            topic,
            partition,
            closing(answer.endMillis() + load.silence().toMillis()),
            failure);
      }
      // A closed producer has sent all, or told of what it could not send.
    }
    if (failure.get() != null) {
      throw new IllegalStateException("could not fill " + topic, failure.get());
    }
    return new Workload(topic, answer);
  }

  /** Notes a failure: what is thrown in the producer's own thread, nobody would see. */
  private static void send(
      KafkaProducer<byte[], byte[]> producer,
      String topic,
      int partition,
      byte[] event,
      AtomicReference<Exception> failure) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic, partition, null, event),
            (done, failed) -> {
              if (failed != null) {
                failure.compareAndSet(null, failed);
              }
            });
  }

  /** The event that lets every watermark pass the counted events. */
  private static byte[] closing(long millis) {
    return ("{\"event_id\":\"closing\",\"event_time\":\""
            + Instant.ofEpochMilli(millis)
            + "\",\"event_type\":\"page_view\",\"user_id\":\"closing\","
            + "\"url\":\"https://www.example.com/closing\",\"referrer\":\"-\"}")
        .getBytes(UTF_8);
  }

  /**
   * A producer for many events.
   *
   * @param lingerMillis how long an event waits for others
   */
  static KafkaProducer<byte[], byte[]> producer(String kafka, int lingerMillis) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            kafka,
            "compression.type",
            "lz4",
            "batch.size",
            256 << 10,
            "linger.ms",
            lingerMillis,
            "buffer.memory",
            64 << 20);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
