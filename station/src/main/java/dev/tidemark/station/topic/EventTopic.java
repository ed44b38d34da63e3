package dev.tidemark.station.topic;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.UserError;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topic of events, to write to: idempotent, and acknowledged by every replica. It waits when
 * its buffer is full, and when it has waited too long it says so: it never drops a record silently.
 */
public final class EventTopic implements AutoCloseable {

  private final String name;
  private final KafkaProducer<byte[], byte[]> producer;

  /** The one topic that {@code --topic} names: what is written goes to one. */
  public static String single(String topics) {
    if (!topics.matches("[a-zA-Z0-9._-]+")) {
      throw UserError.inUsage(
          "--topic=" + topics + " is not the name of one topic.", "Write --topic=web_events.");
    }
    return topics;
  }

  private EventTopic(String name, Map<String, Object> config) {
    this.name = name;
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** For throughput: batches fill, and a send may wait long for room. */
  public static EventTopic forBulk(KafkaSettings kafka, String name) {
    return new EventTopic(
        name,
        config(
            kafka,
            Map.of(
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 << 10,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4")));
  }

  /**
   * For somebody who waits: acknowledged soon or failed soon.
   *
   * @param bufferBytes what may be on its way at once; beyond it a send fails at once
   * @param patience how long until a record that the broker has not acknowledged has failed
   */
  public static EventTopic forRequests(
      KafkaSettings kafka, String name, long bufferBytes, Duration patience) {
    int millis = (int) patience.toMillis();
    return new EventTopic(
        name,
        config(
            kafka,
            Map.of(
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                bufferBytes,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                0,
                // Nobody may wait for it to be asked for again after a quiet night.
                ProducerConfig.METADATA_MAX_IDLE_CONFIG,
                Duration.ofDays(1_000).toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                millis)));
  }

  /** For a stream that must arrive whole: it waits for the broker for as long as it takes. */
  public static EventTopic forEver(KafkaSettings kafka, String name) {
    return new EventTopic(
        name,
        config(
            kafka,
            Map.of(
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                Long.MAX_VALUE,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Integer.MAX_VALUE)));
  }

  private static Map<String, Object> config(KafkaSettings kafka, Map<String, Object> ours) {
    Map<String, Object> config = new HashMap<>(ours);
    config.putAll(kafka.client());
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    return config;
  }

  public String name() {
    return name;
  }

  /** Waits until it is known where the topic is, which a send for somebody who waits does not. */
  public boolean isFoundWithin(Duration deadline) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    while (true) {
      try {
        return !producer.partitionsFor(name).isEmpty();
      } catch (TimeoutException unknownYet) {
        if (System.nanoTime() > end) {
          return false;
        }
        Thread.sleep(20);
      }
    }
  }

  /**
   * Sends one event.
   *
   * @param key what keeps events together and in order, such as a visitor; null when nothing does
   * @return completes when every replica has the record, exceptionally when it was not acknowledged
   */
  public CompletableFuture<RecordMetadata> send(byte[] key, byte[] value) {
    return send(new ProducerRecord<>(name, key, value));
  }

  /** Sends a record with all that the caller set, such as its partition or its time. */
  public CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    CompletableFuture<RecordMetadata> acknowledged = new CompletableFuture<>();
    try {
      // What it returns knows no more than what the callback is told.
      var unused =
          producer.send(
              record,
              (metadata, failure) -> {
                if (failure == null) {
                  acknowledged.complete(metadata);
                } else {
                  acknowledged.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException refused) {
      acknowledged.completeExceptionally(refused);
    }
    return acknowledged;
  }

  /** Waits until everything that was sent is acknowledged or has failed. */
  public void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }
}
