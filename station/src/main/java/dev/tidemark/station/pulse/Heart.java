package dev.tidemark.station.pulse;

import dev.tidemark.event.Lateness;
import dev.tidemark.read.KafkaSettings;
import dev.tidemark.write.Postgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beats once a second: asks Kafka how far its partitions go and the ledger how far it is, and tells
 * its listeners. While one of them is away it says so and goes on.
 */
public final class Heart implements AutoCloseable {

  /** What keeps a listener informed, until it is closed. */
  public interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  private static final Logger log = LoggerFactory.getLogger(Heart.class);
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final EndOffsets ends;
  private final Books books;
  private final Rest rest;
  private final Lateness lateness;
  private final Duration idleAfter;
  private final List<Consumer<Pulse>> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::beat, "heart");
  private volatile Pulse latest;

  private Map<TopicPartition, EndOffsets.Span> spans = Map.of();
  private Map<TopicPartition, Books.Line> lines = Map.of();
  private long changes;
  private final Map<TopicPartition, PartitionWatch> watches = new HashMap<>();
  private final Rate in = new Rate();
  private final Rate counted = new Rate();

  /**
   * @param topics names of topics, or a pattern of them
   * @param idleAfter at which distance the watermark of an idle partition follows the clock
   */
  public Heart(
      Postgres database,
      KafkaSettings kafka,
      String topics,
      Lateness lateness,
      Duration idleAfter) {
    this.ends = new EndOffsets(kafka, topics);
    this.books = new Books(database);
    this.rest = new Rest(kafka);
    this.lateness = lateness;
    this.idleAfter = idleAfter;
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** The newest pulse; empty until the first beat. */
  public Optional<Pulse> latest() {
    return Optional.ofNullable(latest);
  }

  /** Has a listener told of every pulse, in the heart's own thread, until it is closed. */
  public Listening listen(Consumer<Pulse> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void beat() {
    try {
      do {
        long begun = System.nanoTime();
        Pulse pulse = sample(Instant.now());
        latest = pulse;
        listeners.forEach(listener -> tell(listener, pulse));
        long rest = BEAT.toNanos() - (System.nanoTime() - begun);
        // After a beat that took long, too, somebody else may want the processor.
        if (stopped.await(Math.max(BEAT.toNanos() / 4, rest), TimeUnit.NANOSECONDS)) {
          return;
        }
      } while (true);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tell(Consumer<Pulse> listener, Pulse pulse) {
    try {
      listener.accept(pulse);
    } catch (RuntimeException failed) {
      log.warn("A listener of the pulse failed", failed);
    }
  }

  private Pulse sample(Instant at) throws InterruptedException {
    String noKafka = askKafka();
    String noPostgres = askPostgres();
    List<TopicPartition> known =
        spans.keySet().stream()
            .sorted(
                Comparator.comparing(TopicPartition::topic)
                    .thenComparing(TopicPartition::partition))
            .toList();
    if (noKafka == null && noPostgres == null) {
      watch(known, at);
    }
    List<PartitionPulse> partitions =
        known.stream()
            .map(watches::get)
            .filter(Objects::nonNull)
            .map(watch -> watch.pulse(at))
            .toList();
    return pulse(at, partitions, Optional.ofNullable(noKafka), Optional.ofNullable(noPostgres));
  }

  /** What is wrong, null when nothing is. */
  private String askKafka() throws InterruptedException {
    try {
      Map<TopicPartition, EndOffsets.Span> fresh = ends.spans();
      if (!fresh.keySet().equals(spans.keySet())) {
        in.forget();
        counted.forget();
      }
      spans = fresh;
      in.see(System.nanoTime(), fresh.values().stream().mapToLong(EndOffsets.Span::end).sum());
      return null;
    } catch (IOException away) {
      in.forget();
      return away.getMessage();
    }
  }

  private String askPostgres() {
    try {
      lines = books.lines(spans.keySet());
      changes = books.changes();
      counted.see(System.nanoTime(), lines.values().stream().mapToLong(Books.Line::counted).sum());
      return null;
    } catch (SQLException away) {
      counted.forget();
      return String.valueOf(away.getMessage()).lines().findFirst().orElse("PostgreSQL failed");
    }
  }

  private void watch(List<TopicPartition> partitions, Instant at) {
    Map<TopicPartition, Rest.Stretch> inDoubt = new HashMap<>();
    for (TopicPartition partition : partitions) {
      PartitionWatch watch =
          watches.computeIfAbsent(partition, p -> new PartitionWatch(p, lateness, idleAfter));
      EndOffsets.Span span = spans.get(partition);
      long next = lines.getOrDefault(partition, Books.Line.EMPTY).nextOffset();
      watch.see(Math.max(next, span.begin()), span.end(), at);
      if (watch.isInDoubt(at)) {
        inDoubt.put(partition, watch.rest());
      }
    }
    judge(inDoubt);
    partitions.forEach(
        p -> watches.get(p).advance(lines.getOrDefault(p, Books.Line.EMPTY).maxEventMicros(), at));
  }

  private void judge(Map<TopicPartition, Rest.Stretch> inDoubt) {
    if (inDoubt.isEmpty()) {
      return;
    }
    try {
      rest.areEmpty(inDoubt).forEach((partition, empty) -> watches.get(partition).judge(empty));
    } catch (KafkaException away) {
      log.debug("The rest of {} could not be looked at; later", inDoubt.keySet(), away);
    }
  }

  private Pulse pulse(
      Instant at,
      List<PartitionPulse> partitions,
      Optional<String> noKafka,
      Optional<String> noPostgres) {
    Books.Line sum = lines.values().stream().reduce(Books.Line.EMPTY, Books.Line::plus);
    Instant watermark =
        partitions.stream()
            .filter(partition -> !partition.idle() && partition.watermark() != null)
            .map(PartitionPulse::watermark)
            .min(Comparator.naturalOrder())
            .orElse(null);
    return new Pulse(
        at,
        in.perSecond(),
        counted.perSecond(),
        watermark,
        sum.read(),
        sum.counted(),
        sum.dead(),
        sum.late(),
        sum.duplicate(),
        partitions.stream().mapToLong(PartitionPulse::lag).sum(),
        partitions,
        changes,
        noKafka,
        noPostgres);
  }

  /** Stops in the middle of a beat. */
  @Override
  public void close() {
    stopped.countDown();
    thread.interrupt();
    ends.close();
    try {
      books.close();
      thread.join(PATIENCE.toMillis());
      books.close();
    } catch (SQLException lost) {
      log.debug("The connection was gone already", lost);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
