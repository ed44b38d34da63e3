package dev.tidemark.station.mirror;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.Topics;
import dev.tidemark.run.UserError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** One run of a mirror: the copies of all partitions and the workers that make them. */
final class Copying implements AutoCloseable {

  /** Where a partition begins that was never copied. */
  interface Start {
    Start EARLIEST = KafkaConsumer::beginningOffsets;
    Start LATEST = KafkaConsumer::endOffsets;

    Map<TopicPartition, Long> of(
        KafkaConsumer<byte[], byte[]> source, List<TopicPartition> partitions);

    static Start at(Instant time) {
      return (source, partitions) -> {
        Map<TopicPartition, Long> offsets = new HashMap<>(source.endOffsets(partitions));
        source
            .offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(p -> p, p -> time.toEpochMilli())))
            .forEach(
                (partition, found) -> {
                  if (found != null) {
                    offsets.put(partition, found.offset());
                  }
                });
        return offsets;
      };
    }
  }

  private final Map<String, Object> consumer;
  private final List<PartitionCopy> copies;
  private final Places places;
  private final Tally tally;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final Map<TopicPartition, Long> lags = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final List<Future<Void>> running = new ArrayList<>();
  private ExecutorService threads;

  private Copying(
      Map<String, Object> consumer, List<PartitionCopy> copies, Places places, Tally tally) {
    this.consumer = consumer;
    this.copies = copies;
    this.places = places;
    this.tally = tally;
  }

  /** Makes the copy where it is missing, shuts out other mirrors and finds out where to go on. */
  static Copying prepare(
      KafkaSettings source,
      String sourceTopic,
      KafkaSettings target,
      String topic,
      boolean samePartition,
      Start start,
      Tally tally) {
    String clusterId;
    String topicId;
    List<TopicPartition> partitions;
    try (Topics there = new Topics(source)) {
      partitions = there.existing(sourceTopic);
      if (partitions.isEmpty()) {
        throw new UserError(
            "There is no topic " + sourceTopic + " in " + source.bootstrapServers() + ".",
            "Check --sourceTopic, and the user's right to see it.");
      }
      clusterId = there.clusterId();
      topicId = there.id(sourceTopic);
    }
    Places places = new Places(target, topic, clusterId, sourceTopic);
    try (Topics here = new Topics(target)) {
      here.ensure(topic, partitions.size());
      places.ensure(here);
      int has = here.partitions(topic).size();
      if (samePartition && has < partitions.size()) {
        throw new UserError(
            "%s has %d partitions, and its source %d.".formatted(topic, has, partitions.size()),
            "Add partitions, or go by keys with --partitions=key.");
      }
    }
    Map<String, Object> consumer = source.consumer();
    consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    List<PartitionCopy> copies = new ArrayList<>();
    Copying copying = new Copying(consumer, copies, places, tally);
    try {
      for (TopicPartition partition : partitions) {
        String id = "tidemark-mirror-%s-%s-%s".formatted(topic, clusterId, partition);
        copies.add(new PartitionCopy(target, topic, partition, samePartition, id, topicId));
      }
      copies.forEach(PartitionCopy::begin);
      copying.findPlaces(start, topicId);
      return copying;
    } catch (RuntimeException failed) {
      copying.close();
      throw failed;
    }
  }

  private void findPlaces(Start start, String topicId) {
    Map<Integer, Place> known = places.read();
    List<TopicPartition> partitions = copies.stream().map(PartitionCopy::source).toList();
    try (KafkaConsumer<byte[], byte[]> source = new KafkaConsumer<>(consumer)) {
      Map<TopicPartition, Long> starts = start.of(source, partitions);
      ends.putAll(source.endOffsets(partitions));
      for (PartitionCopy copy : copies) {
        Place place = known.get(copy.source().partition());
        if (place == null) {
          copy.startAt(starts.get(copy.source()), places, tally);
        } else if (place.topicId().equals(topicId)) {
          copy.goOnAt(place.nextOffset());
        } else {
          throw new UserError(
              "The topic %s was made anew since it was copied.".formatted(copy.source().topic()),
              "Copy it under another name with --destinationTopic.");
        }
        lags.put(copy.source(), Math.max(0, ends.get(copy.source()) - copy.nextOffset()));
      }
    }
  }

  /** Starts the workers. */
  void start(Wanted wanted, int workers, boolean untilNow) {
    int number = Math.min(workers, copies.size());
    threads = Executors.newFixedThreadPool(number);
    for (int worker = 0; worker < number; worker++) {
      List<PartitionCopy> own = new ArrayList<>();
      for (int i = worker; i < copies.size(); i += number) {
        own.add(copies.get(i));
      }
      Map<TopicPartition, Long> until = untilNow ? ends : Map.of();
      running.add(
          threads.submit(new Worker(consumer, own, until, places, wanted, tally, stop, lags)));
    }
  }

  /** Asks the workers to commit what they have and to end. */
  void stop() {
    stop.set(true);
  }

  /** Whether all workers have ended, after a while at the latest. */
  boolean isOverWithin(Duration wait) throws InterruptedException {
    threads.shutdown();
    return threads.awaitTermination(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Throws what ended a worker, if it did not end well. */
  void rethrow() throws InterruptedException {
    for (Future<Void> worker : running) {
      try {
        worker.get();
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException(failed.getCause());
      }
    }
  }

  /** How many records of the source are not copied yet. */
  long lag() {
    return lags.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    stop();
    if (threads != null) {
      threads.shutdownNow();
    }
    copies.forEach(PartitionCopy::close);
  }
}
