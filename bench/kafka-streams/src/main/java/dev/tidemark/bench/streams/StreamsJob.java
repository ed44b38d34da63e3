package dev.tidemark.bench.streams;

import dev.tidemark.bench.peer.Contest;
import dev.tidemark.bench.peer.View;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * What both programs have in common. Tuned: large fetches, 5,000 records a poll, lz4 and batches of
 * 512 kB for the topics in between.
 */
final class StreamsJob {
  private StreamsJob() {}

  static Consumed<byte[], View> views() {
    TimestampExtractor time = (record, unused) -> ((View) record.value()).time;
    return Consumed.with(Serdes.ByteArray(), new ViewSerde()).withTimestampExtractor(time);
  }

  static Properties settings(Contest contest, String name, Duration commits) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, name + "-" + System.nanoTime());
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, contest.kafka());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, contest.work());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, contest.parallelism());
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commits.toMillis());
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 512L << 20);
    settings.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.OPTIMIZE);
    settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 5_000);
    settings.put(consumer(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    settings.put(consumer(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5_000);
    settings.put(consumer(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 << 20);
    settings.put(producer(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    settings.put(producer(ProducerConfig.BATCH_SIZE_CONFIG), 512 << 10);
    settings.put(producer(ProducerConfig.LINGER_MS_CONFIG), 50);
    settings.put(producer(ProducerConfig.BUFFER_MEMORY_CONFIG), 128L << 20);
    return settings;
  }

  /** Runs until the process is told to stop, or the program fails. */
  static void run(Topology topology, Properties settings) throws InterruptedException {
    CountDownLatch failed = new CountDownLatch(1);
    KafkaStreams streams = new KafkaStreams(topology, settings);
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.ERROR) {
            failed.countDown();
          }
        });
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(5)), "stop"));
    streams.start();
    failed.await();
    System.exit(1);
  }

  private static String consumer(String setting) {
    return StreamsConfig.mainConsumerPrefix(setting);
  }

  private static String producer(String setting) {
    return StreamsConfig.producerPrefix(setting);
  }
}
