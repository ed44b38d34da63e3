package dev.tidemark.station.mirror;

import dev.tidemark.run.UserError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/** Copies some of the partitions, one thread for them all. */
final class Worker implements Callable<Void> {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final long COMMIT_NANOS = 500_000_000L;

  private final Map<String, Object> consumer;
  private final Map<TopicPartition, PartitionCopy> copies = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> ends;
  private final Places places;
  private final Wanted wanted;
  private final Tally tally;
  private final AtomicBoolean stop;
  private final Map<TopicPartition, Long> lags;

  /**
   * @param ends where to stop; empty to go on for ever
   * @param lags is told how many records of each partition are left
   */
  Worker(
      Map<String, Object> consumer,
      List<PartitionCopy> copies,
      Map<TopicPartition, Long> ends,
      Places places,
      Wanted wanted,
      Tally tally,
      AtomicBoolean stop,
      Map<TopicPartition, Long> lags) {
    this.consumer = consumer;
    copies.forEach(copy -> this.copies.put(copy.source(), copy));
    this.ends = Map.copyOf(ends);
    this.places = places;
    this.wanted = wanted;
    this.tally = tally;
    this.stop = stop;
    this.lags = lags;
  }

  @Override
  public Void call() {
    boolean ended = false;
    try (KafkaConsumer<byte[], byte[]> source = new KafkaConsumer<>(consumer)) {
      source.assign(copies.keySet());
      copies.forEach((partition, copy) -> source.seek(partition, copy.nextOffset()));
      copy(source);
      ended = true;
      return null;
    } catch (ProducerFencedException | InvalidProducerEpochException shutOut) {
      throw new UserError(
          "Another mirror copies the same partitions, or the target was away for too long.",
          "See that one mirror runs, and start it again: it goes on where it was.",
          shutOut);
    } catch (AuthenticationException | AuthorizationException refused) {
      throw new UserError(
          "Kafka refuses the mirror: " + refused.getMessage(),
          "Check the user names and passwords, and their rights to transactions in the target.",
          refused);
    } finally {
      if (!ended) {
        stop.set(true);
      }
    }
  }

  private void copy(KafkaConsumer<byte[], byte[]> source) {
    long committedAt = System.nanoTime();
    while (!stop.get() && !tally.isOver() && !isDone(source)) {
      ConsumerRecords<byte[], byte[]> records = poll(source);
      for (TopicPartition partition : records.partitions()) {
        copies.get(partition).take(records.records(partition), wanted, tally);
      }
      if (System.nanoTime() - committedAt > COMMIT_NANOS) {
        commit(source);
        committedAt = System.nanoTime();
      }
    }
    commit(source);
  }

  private void commit(KafkaConsumer<byte[], byte[]> source) {
    for (PartitionCopy copy : copies.values()) {
      copy.commit(places, tally);
      OptionalLong lag = source.currentLag(copy.source());
      lag.ifPresent(left -> lags.put(copy.source(), left));
    }
  }

  private boolean isDone(KafkaConsumer<byte[], byte[]> source) {
    return !ends.isEmpty()
        && copies.keySet().stream()
            .allMatch(partition -> source.position(partition) >= ends.get(partition));
  }

  /** Records that the source has deleted cannot be copied; how many they are is told. */
  private ConsumerRecords<byte[], byte[]> poll(KafkaConsumer<byte[], byte[]> source) {
    try {
      return source.poll(POLL);
    } catch (OffsetOutOfRangeException deleted) {
      Map<TopicPartition, Long> beginnings =
          source.beginningOffsets(deleted.offsetOutOfRangePartitions().keySet());
      beginnings.forEach(
          (partition, beginning) -> {
            long wantedOffset = deleted.offsetOutOfRangePartitions().get(partition);
            if (wantedOffset > beginning) {
              throw new UserError(
                  "%s ends before offset %d, up to which it was copied."
                      .formatted(partition, wantedOffset),
                  "Has the source lost records? Copy it under another name with --destinationTopic.");
            }
            tally.lost(beginning - wantedOffset);
            source.seek(partition, beginning);
          });
      return ConsumerRecords.empty();
    }
  }

  @Override
  public String toString() {
    return copies.keySet().stream().map(TopicPartition::toString).collect(Collectors.joining(" "));
  }
}
