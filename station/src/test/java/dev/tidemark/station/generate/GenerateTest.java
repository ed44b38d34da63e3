package dev.tidemark.station.generate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.startsWith;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.CommandLines;
import dev.tidemark.run.Stopping;
import dev.tidemark.run.Topics;
import dev.tidemark.servers.Broker;
import dev.tidemark.station.topic.EventTopic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateTest {

  private static Broker broker;
  private static KafkaSettings kafka;

  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void startTheBroker() {
    broker = Broker.start();
    kafka = new KafkaSettings(broker.bootstrapServers(), "test", Map.of());
  }

  @AfterAll
  static void stopTheBroker() {
    Stopping.done();
    broker.close();
  }

  @Test
  void theTopicIsMadeAndEveryEventIsAcknowledged() {
    int code = execute("--rate=max", "--count=20000", "--topic=made", "--partitions=3");
    assertThat(err.toString(), code, is(0));
    assertThat(err.toString(), containsString("20,000 acknowledged, 0 failed"));
    Map<TopicPartition, Long> ends = ends("made");
    assertThat(ends.size(), is(3));
    assertThat(sum(ends), is(20_000L));
  }

  @Test
  void aFileIsWrittenAtOnceAndTheSameEachTime(@TempDir Path directory) throws Exception {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    for (Path file : List.of(first, second)) {
      int code =
          execute("--to=" + file, "--count=5000", "--start=2026-01-09T00:00:00Z", "--seed=3");
      assertThat(err.toString(), code, is(0));
    }
    assertThat(Files.mismatch(first, second), is(-1L));
    byte[] bytes = Files.readAllBytes(first);
    long lines = 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    assertThat(lines, is(5_000L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--to=events.json                | A file needs an end.",
        "--rate=fast                     | --rate=fast is no number.",
        "--rate=0                        | --rate=0 is out of range.",
        "--late=2                        | The share of late is 2.0, not between 0 and 1.",
        "--start=yesterday               | --start=yesterday is no time.",
        "--speed=1d/x                    | --speed=1d/x is no pace.",
        "--history=6h --speed=2          | --history goes with neither --start nor --speed.",
        "--count=-1                      | --count=-1 is below 0.",
        "--topic=a,b --count=1           | --topic=a,b is not the name of one topic.",
      })
  void aMistakeInUsageIsToldInOneLine(String options, String message) {
    assertThat(execute(options.split(" ", -1)), is(2));
    assertThat(err.toString(), startsWith("tidemark: " + message));
  }

  @Test
  void aDayInAMinuteIsTheSpeedOf1440() {
    TrafficOptions options = new TrafficOptions();
    options.rate = "100";
    options.speed = "1d/1m";
    Instant now = Instant.parse("2026-01-09T00:00:00Z");
    assertThat(options.scenario(now).perSecond(), is(closeTo(100 / 1440.0, 1e-9)));
    assertThat(options.scenario(now).start(), is(now.minus(Duration.ofDays(7))));
  }

  @Test
  void liveTrafficTellsTheHistoryFirstAndThenGoesOnAtItsPace() throws Exception {
    broker.createTopic("live", 2);
    LiveTraffic.Settings settings =
        new LiveTraffic.Settings(1, 100, true, Duration.ofMinutes(10), Shares.NONE);
    try (EventTopic topic = EventTopic.forBulk(kafka, "live")) {
      LiveTraffic traffic = LiveTraffic.start(topic, settings);
      try (traffic) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (traffic.acknowledged() < 60_200 && System.nanoTime() < deadline) {
          Thread.onSpinWait();
        }
      }
      assertThat(traffic.sent(), is(greaterThan(60_199L)));
      assertThat(traffic.sent(), is(lessThan(63_000L)));
      topic.flush();
      assertThat(traffic.acknowledged(), is(traffic.sent()));
      assertThat(traffic.failed(), is(0L));
      assertThat(sum(ends("live")), is(traffic.sent()));
    }
  }

  private static Map<TopicPartition, Long> ends(String topic) {
    try (Topics topics = new Topics(kafka);
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer())) {
      return consumer.endOffsets(topics.partitions(topic));
    }
  }

  private static long sum(Map<TopicPartition, Long> ends) {
    return ends.values().stream().mapToLong(Long::longValue).sum();
  }

  private int execute(String... options) {
    String[] all = new String[options.length + 1];
    all[0] = "--kafka=" + broker.bootstrapServers();
    System.arraycopy(options, 0, all, 1, options.length);
    return CommandLines.of(new Generate())
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }
}
