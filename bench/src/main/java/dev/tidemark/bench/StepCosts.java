package dev.tidemark.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * What each step of the graph costs one thread: processor time and allocated bytes an event.
 *
 * <p>Processor time of the thread, for a machine that does other work too tells nothing by the
 * clock. The steps are taken as the engine calls them, without the engine: a block is packed, moved
 * to the keeper, kept, enriched and rolled up; a bundle is moved to the panes and merged.
 */
public final class StepCosts {

  private static final int BLOCK = 2_500;
  private static final int BLOCKS_IN_BUNDLE = 8;
  private static final int ROUNDS = 8;

  /** The least of the rounds counts: what is above it was the machine's doing. */
  private static final int WARM_UP = 3;

  private static final Set<String> CORE =
      Set.of("page_view_counts", "active_users", "aggregated_web_traffic");

  private StepCosts() {}

  /**
   * @param args {@code core}: three metrics alone; {@code metrics}: all of them; {@code full}: rows
   *     of {@code processed_events}, too; then the number of events
   */
  public static void main(String[] args) {
    String job = args.length > 0 ? args[0] : "core";
    int events = args.length > 1 ? Integer.parseInt(args[1]) : 200_000;
    List<List<ConsumerRecord<byte[], byte[]>>> polls = polls(events);
    List<Metric> metrics =
        Metrics.ALL.stream()
            .filter(metric -> !job.equals("core") || CORE.contains(metric.table()))
            .toList();
    Steps steps = new Steps(metrics, job.equals("full"), "bench".getBytes(UTF_8));
    long[] leastNanos = new long[Steps.NAMES.size()];
    long[] leastBytes = new long[Steps.NAMES.size()];
    for (int round = 0; round < ROUNDS; round++) {
      steps.startRound();
      for (int poll = 0; poll < polls.size(); poll++) {
        steps.take(polls.get(poll));
        if ((poll + 1) % BLOCKS_IN_BUNDLE == 0 || poll + 1 == polls.size()) {
          steps.endBundle();
        }
      }
      for (int step = 0; step < leastNanos.length && round >= WARM_UP; step++) {
        leastNanos[step] = least(round, leastNanos[step], steps.nanos(step));
        leastBytes[step] = least(round, leastBytes[step], steps.bytes(step));
      }
    }
    report(job, events, leastNanos, leastBytes);
    steps.close();
  }

  private static long least(int round, long before, long now) {
    return round == WARM_UP ? now : Math.min(before, now);
  }

  private static void report(String job, int events, long[] nanos, long[] bytes) {
    long allNanos = 0;
    long allBytes = 0;
    for (int step = 0; step < nanos.length; step++) {
      line(job, Steps.NAMES.get(step), events, nanos[step], bytes[step]);
      allNanos += nanos[step];
      allBytes += bytes[step];
    }
    line(job, "all", events, allNanos, allBytes);
  }

  private static void line(String job, String step, int events, long nanos, long bytes) {
    System.out.printf(
        Locale.ROOT,
        "%-8s %-8s %7.1f ns/event %8.1f bytes/event%n",
        job,
        step,
        (double) nanos / events,
        (double) bytes / events);
  }

  private static List<List<ConsumerRecord<byte[], byte[]>>> polls(int events) {
    SampleEvents samples = new SampleEvents(1);
    List<List<ConsumerRecord<byte[], byte[]>>> polls = new ArrayList<>();
    for (int from = 0; from < events; from += BLOCK) {
      List<ConsumerRecord<byte[], byte[]>> poll = new ArrayList<>();
      for (int offset = from; offset < Math.min(events, from + BLOCK); offset++) {
        poll.add(polled(offset, samples.next()));
      }
      polls.add(poll);
    }
    return polls;
  }

  /** A record as the consumer makes it, which knows its size. */
  private static ConsumerRecord<byte[], byte[]> polled(long offset, byte[] value) {
    return new ConsumerRecord<>(
        "web_events",
        0,
        offset,
        SampleEvents.START_MILLIS,
        TimestampType.CREATE_TIME,
        ConsumerRecord.NULL_SIZE,
        value.length,
        null,
        value,
        new RecordHeaders(),
        Optional.empty());
  }
}
