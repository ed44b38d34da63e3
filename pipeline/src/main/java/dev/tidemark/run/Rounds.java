package dev.tidemark.run;

import dev.tidemark.event.Lateness;
import dev.tidemark.event.LedgerEntry;
import dev.tidemark.metric.Metric;
import dev.tidemark.read.Range;
import dev.tidemark.read.ReadEvents.Reading;
import dev.tidemark.read.ReadRanges;
import dev.tidemark.write.Postgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rounds over a bounded read: each adds what came since the last one and computes the windows that
 * it touches whole. A round that fails is run again; until it is noted, nothing depends on it.
 */
final class Rounds {

  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  /** Runs the graph over ranges of offsets until it is done. */
  interface Round {
    void run(List<Range> ranges);
  }

  private final Reading reading;
  private final RoundBook book;
  private final RoundPlan plan;
  private final Round round;

  Rounds(Reading reading, List<Metric> metrics, Postgres database, Round round) {
    this.reading = reading;
    this.book = new RoundBook(database);
    this.round = round;
    long longest =
        metrics.stream().mapToLong(metric -> metric.windows().sizeMillis()).max().orElse(0);
    this.plan = new RoundPlan(longest);
  }

  /**
   * Runs one round up to the offsets that are the ends now.
   *
   * @param afresh whether to count everything that the topics hold, whatever other rounds did
   */
  void run(boolean afresh) throws SQLException, IOException {
    Instant started = Instant.now();
    Map<TopicPartition, RoundBook.End> ends = book.ends();
    boolean first = afresh || reading.partitions().stream().noneMatch(ends::containsKey);
    Map<TopicPartition, RoundPlan.Known> known = known(first ? Map.of() : ends, first);
    List<Range> ranges = first ? RoundPlan.everything(known) : plan.ranges(known);
    if (ranges.isEmpty()) {
      log.info("Nothing new in {}", reading.partitions());
      return;
    }
    long news =
        known.values().stream()
            .mapToLong(partition -> Math.max(0, partition.end() - partition.nextOffset()))
            .sum();
    log.info("A round of {} new records reads {}", news, ranges);
    round.run(ranges);
    book.note(ranges, known);
    if (afresh) {
      book.closeReopened(started);
    }
  }

  private Map<TopicPartition, RoundPlan.Known> known(
      Map<TopicPartition, RoundBook.End> ends, boolean first) throws SQLException, IOException {
    Map<TopicPartition, RoundPlan.Known> known = new LinkedHashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(reading.kafka().consumer())) {
      Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(reading.partitions());
      Map<TopicPartition, Long> to = consumer.endOffsets(reading.partitions());
      for (TopicPartition partition : reading.partitions()) {
        long beginning = beginnings.get(partition);
        long end = to.get(partition);
        RoundBook.End last =
            ends.getOrDefault(
                partition, new RoundBook.End(beginning, beginning, OptionalLong.empty()));
        if (end < last.nextOffset()) {
          throw new UserError(
              "%s ends at offset %d, but rounds have read it up to %d: the topic was made anew."
                  .formatted(partition, end, last.nextOffset()),
              "Give the new topic another name, or delete the old one's rows from round_ends and"
                  + " ledger.");
        }
        List<LedgerEntry> ledger = first ? List.of() : book.ledger(partition);
        long oldestNew =
            first || end <= last.nextOffset() ? Long.MAX_VALUE : oldestNew(partition, last, end);
        known.put(
            partition,
            new RoundPlan.Known(
                beginning, end, last.firstOffset(), last.nextOffset(), oldestNew, ledger));
      }
    }
    return known;
  }

  /** From a partition whose events are known, none older is admitted; of others one has to look. */
  private long oldestNew(TopicPartition partition, RoundBook.End last, long end)
      throws IOException {
    Lateness lateness = reading.lateness();
    if (last.maxEventMicros().isPresent()) {
      return lateness.oldestMicros(last.maxEventMicros().getAsLong());
    }
    return ReadRanges.oldestEventMicros(
        reading,
        new Range(
            partition.topic(), partition.partition(), last.nextOffset(), end, Long.MIN_VALUE));
  }
}
