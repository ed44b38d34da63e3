package dev.tidemark.station.mirror;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.Topics;
import dev.tidemark.servers.Broker;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The mirror's rate beside that of a bare loop that reads and sends, turn by turn. */
public final class MirrorBench {

  private static final PrintStream OUT = System.out;
  private static final int RECORDS = 1_000_000;
  private static final int BYTES = 400;
  private static final int ROUNDS = 3;

  private MirrorBench() {}

  public static void main(String[] args) throws Exception {
    try (Broker source = Broker.start();
        Broker target = Broker.start()) {
      source.createTopic("views", 1);
      KafkaSettings from = new KafkaSettings(source.bootstrapServers(), "bench", Map.of());
      KafkaSettings to = new KafkaSettings(target.bootstrapServers(), "bench", Map.of());
      fill(from);
      for (int round = 0; round < ROUNDS; round++) {
        double bare = bare(from, to, "bare" + round);
        double mirror = mirror(from, to, "mirror" + round);
        OUT.printf(
            Locale.ROOT, "bare loop %,.0f/s, mirror %,.0f/s: %.2f%n", bare, mirror, mirror / bare);
      }
    }
  }

  private static void fill(KafkaSettings kafka) {
    Random random = new Random(1);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        byte[] value = new byte[BYTES];
        for (int at = 0; at < BYTES; at++) {
          value[at] = (byte) ('a' + random.nextInt(16));
        }
        var unused = producer.send(new ProducerRecord<>("views", 0, null, null, value));
      }
    }
  }

  private static double bare(KafkaSettings from, KafkaSettings to, String topic) {
    try (Topics topics = new Topics(to)) {
      topics.ensure(topic, 1);
    }
    Map<String, Object> config = new HashMap<>(to.client());
    config.putAll(
        Map.of(
            "linger.ms",
            20,
            "batch.size",
            256 << 10,
            "compression.type",
            "lz4",
            "acks",
            "all",
            "enable.idempotence",
            true));
    long began = System.nanoTime();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(from.consumer());
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      consumer.assign(List.of(new TopicPartition("views", 0)));
      long copied = 0;
      while (copied < RECORDS) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          var unused =
              producer.send(
                  new ProducerRecord<>(
                      topic,
                      0,
                      record.timestamp(),
                      record.key(),
                      record.value(),
                      record.headers()));
          copied++;
        }
      }
      producer.flush();
    }
    return RECORDS / ((System.nanoTime() - began) / 1e9);
  }

  private static double mirror(KafkaSettings from, KafkaSettings to, String topic)
      throws InterruptedException {
    long began = System.nanoTime();
    Tally tally = new Tally(Long.MAX_VALUE);
    try (Copying copying =
        Copying.prepare(from, "views", to, topic, true, Copying.Start.EARLIEST, tally)) {
      copying.start(new Wanted(null, Map.of(), 1), 1, true);
      while (!copying.isOverWithin(Duration.ofMillis(20))) {
        Thread.onSpinWait();
      }
      copying.rethrow();
    }
    return tally.copied() / ((System.nanoTime() - began) / 1e9);
  }
}
