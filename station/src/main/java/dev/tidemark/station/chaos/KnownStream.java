package dev.tidemark.station.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.Topics;
import dev.tidemark.run.UserError;
import dev.tidemark.station.generate.GeneratedEvent;
import dev.tidemark.station.generate.Scenario;
import dev.tidemark.station.generate.Shares;
import dev.tidemark.station.generate.TrafficGenerator;
import dev.tidemark.station.topic.EventTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The records that go in, of which each is remembered by its partition: out of order, late, sent
 * twice, broken and from producers whose clocks are wrong, as the seed wants it, at an even pace.
 * One partition stays empty. It waits for a broker that is away for as long as it takes, and then
 * catches up.
 */
final class KnownStream implements AutoCloseable {

  private static final Shares SHARES = new Shares(0.005, 0.01, 0.002, 0.05);
  private static final long PATIENCE_MILLIS = 3_000;
  private static final Pattern TIME = Pattern.compile("\"event_time\":\"([-0-9T:.]+Z)\"");

  /** One visitor in so many has a clock that is wrong. */
  private static final int SKEWED = 50;

  /** Less than the allowed lateness, so that the others count all the same. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private static final Duration BEHIND = Duration.ofMinutes(4);

  /** What the broker has taken of one partition. */
  record Taken(long records, long lastOffset) {
    Taken and(long offset) {
      return new Taken(records + 1, Math.max(lastOffset, offset));
    }
  }

  private final KafkaSettings kafka;
  private final EventTopic topic;
  private final List<Integer> partitions = new CopyOnWriteArrayList<>();
  private final long records;
  private final Instant begin = Instant.now();
  private final TrafficGenerator generator;
  private final Map<Integer, Taken> taken = new TreeMap<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Thread thread = new Thread(this::send, "stream");
  private long sent;
  private boolean quiet;
  private boolean finishing;
  private boolean ended;

  private KnownStream(
      KafkaSettings kafka, String topic, int partitions, long seed, long records, Duration time) {
    this.kafka = kafka;
    this.topic = EventTopic.forEver(kafka, topic);
    for (int partition = 0; partition < partitions - 1; partition++) {
      this.partitions.add(partition);
    }
    this.records = records;
    double perSecond = records / Math.max(1e-3, Step.seconds(time));
    this.generator = new TrafficGenerator(new Scenario(seed, seed, begin, perSecond, true, SHARES));
  }

  /**
   * Starts to send, and goes on until it is told to finish.
   *
   * @param partitions of the topic; at least two, of which the last gets nothing
   * @param records how many at least, evenly over the time
   */
  static KnownStream start(
      KafkaSettings kafka, String topic, int partitions, long seed, long records, Duration time) {
    KnownStream stream = new KnownStream(kafka, topic, partitions, seed, records, time);
    stream.thread.setDaemon(true);
    stream.thread.start();
    return stream;
  }

  private void send() {
    try {
      while (isWanted()) {
        GeneratedEvent event = generator.next();
        awaitTurn(event.sentAt());
        int visitor = Arrays.hashCode(event.key());
        int partition = partitions.get(Math.floorMod(visitor, partitions.size()));
        byte[] json = Math.floorMod(visitor, SKEWED) == 0 ? skewed(event.json()) : event.json();
        var unused =
            topic
                .send(new ProducerRecord<>(topic.name(), partition, event.key(), json))
                .whenComplete(this::note);
        countSent();
      }
      topic.flush();
      end();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failed) {
      failure.compareAndSet(null, failed);
    }
  }

  /** What a producer sends whose clock is ahead or behind; a broken record stays as it is. */
  private static byte[] skewed(byte[] json) {
    String text = new String(json, UTF_8);
    Matcher time = TIME.matcher(text);
    if (!time.find()) {
      return json;
    }
    Duration wrong = Math.floorMod(text.hashCode(), 2) == 0 ? AHEAD : BEHIND.negated();
    String told = Instant.parse(time.group(1)).plus(wrong).toString();
    return (text.substring(0, time.start(1)) + told + text.substring(time.end(1))).getBytes(UTF_8);
  }

  /** Adds a partition to the topic, which takes its share of the records from now on. */
  void addPartition() {
    try (Topics topics = new Topics(kafka)) {
      partitions.add(topics.addPartition(topic.name()));
    }
  }

  private void awaitTurn(Instant due) throws InterruptedException {
    long millis = Duration.between(Instant.now(), due).toMillis();
    if (millis > 0) {
      TimeUnit.MILLISECONDS.sleep(millis);
    }
    synchronized (this) {
      while (quiet) {
        wait();
      }
    }
  }

  private synchronized boolean isWanted() {
    return sent < records || !finishing;
  }

  private synchronized void countSent() {
    sent++;
  }

  private synchronized void end() {
    ended = true;
  }

  private void note(RecordMetadata written, Throwable refusal) {
    if (refusal != null) {
      failure.compareAndSet(null, refusal);
      return;
    }
    synchronized (this) {
      Taken before = taken.getOrDefault(written.partition(), new Taken(0, -1));
      taken.put(written.partition(), before.and(written.offset()));
    }
  }

  /** Sends nothing until {@link #goOn}. */
  synchronized void pause() {
    quiet = true;
  }

  synchronized void goOn() {
    quiet = false;
    notifyAll();
  }

  /** What the broker has acknowledged so far, by partition. */
  synchronized Map<Integer, Taken> taken() {
    return new TreeMap<>(taken);
  }

  synchronized long sent() {
    return sent;
  }

  long acknowledged() {
    return taken().values().stream().mapToLong(Taken::records).sum();
  }

  /** Sends what is left of its records, and no more. */
  synchronized void finish() {
    finishing = true;
  }

  /** Whether all of it was sent and acknowledged. */
  synchronized boolean isOver() {
    return ended && acknowledged() == sent;
  }

  /** A stream that lost a record itself proves nothing. */
  void demandSound() {
    Throwable failed = failure.get();
    if (failed != null) {
      throw new UserError(
          "The stream could not be sent: " + failed.getMessage(),
          "Run it again; the broker's log is in the home.",
          failed);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    topic.close();
  }
}
