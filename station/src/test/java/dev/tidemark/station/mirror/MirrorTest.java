package dev.tidemark.station.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.SECONDS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.tidemark.run.CommandLines;
import dev.tidemark.run.Stopping;
import dev.tidemark.station.cluster.KafkaCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two clusters that ask for passwords, and the mirror between them. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class MirrorTest {

  private static final int PARTITIONS = 3;

  /** Recent, for a broker deletes what is older than a week by the time that it bears. */
  private static Instant first;

  @TempDir static Path directory;

  private static KafkaCluster source;
  private static KafkaCluster target;

  private final StringWriter said = new StringWriter();

  @BeforeAll
  static void startTheClusters() throws Exception {
    first = Instant.now().truncatedTo(SECONDS).minus(2, DAYS);
    source = KafkaCluster.start(directory.resolve("source"), 1);
    target = KafkaCluster.start(directory.resolve("target"), 1);
  }

  @AfterAll
  static void stopTheClusters() {
    Stopping.done();
    source.close();
    target.close();
  }

  @Test
  void everythingOfARecordStaysAsItIsAndASecondRunCopiesNothing() throws Exception {
    fill("whole", 500);
    assertThat(said.toString(), mirror("whole", "--until=now"), is(0));
    assertThat(said.toString(), containsString("Copied 500 records of whole to whole"));
    assertThat(read(target, "whole"), is(read(source, "whole")));
    assertThat(mirror("whole", "--until=now"), is(0));
    assertThat(said.toString(), containsString("Copied 0 records"));
    assertThat(read(target, "whole"), is(read(source, "whole")));
  }

  @Test
  void aLimitIsKeptExactlyAndTheNextRunGoesOnBehindIt() throws Exception {
    fill("limited", 300);
    assertThat(mirror("limited", "--until=now", "--maxMessages=120", "--workers=2"), is(0));
    assertThat(read(target, "limited").size(), is(120));
    assertThat(mirror("limited", "--until=now"), is(0));
    assertThat(read(target, "limited"), is(read(source, "limited")));
  }

  @Test
  void aFilterAndASampleChooseTheSameRecordsEachTime() throws Exception {
    fill("chosen", 1_000);
    assertThat(
        mirror("chosen", "--destinationTopic=even", "--until=now", "--where=kind=even"), is(0));
    assertThat(read(target, "even").size(), is(500));
    assertThat(mirror("chosen", "--destinationTopic=some", "--until=now", "--sample=0.3"), is(0));
    assertThat(mirror("chosen", "--destinationTopic=again", "--until=now", "--sample=0.3"), is(0));
    assertThat((double) read(target, "some").size(), closeTo(300, 120));
    assertThat(read(target, "again"), is(read(target, "some")));
    assertThat(
        mirror(
            "chosen",
            "--destinationTopic=young",
            "--until=now",
            "--since=" + first.plusSeconds(900)),
        is(0));
    assertThat(read(target, "young").size(), is(100));
  }

  @Test
  void aMirrorThatIsKilledDoublesNothingAndLosesNothing() throws Exception {
    fill("killed", 150_000);
    for (int kill = 1; kill <= 2; kill++) {
      long wanted = copied("killed") + 1_000;
      Process mirror = child("killed");
      try {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (copied("killed") < wanted && System.nanoTime() < deadline) {
          assertThat("the mirror lives", mirror.isAlive(), is(true));
          TimeUnit.MILLISECONDS.sleep(5);
        }
      } finally {
        mirror.destroyForcibly().waitFor();
      }
    }
    long before = copied("killed");
    assertThat(Files.readString(directory.resolve("killed.log")), before, greaterThan(1_000L));
    assertThat(said.toString(), mirror("killed", "--until=now"), is(0));
    assertThat(read(target, "killed"), is(read(source, "killed")));
  }

  @Test
  void aWrongPasswordIsOneLineWithARemedy() throws Exception {
    fill("guarded", 10);
    Path wrong = directory.resolve("wrong.properties");
    Files.writeString(
        wrong,
        Files.readString(source.clientFile()).replaceAll("password=\"\\w+\"", "password=\"no\""));
    assertThat(mirror("guarded", "--until=now", "--sourceConfig=" + wrong), is(1));
    assertThat(said.toString(), containsString("uthentication failed"));
  }

  private int mirror(String topic, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--source=" + source.bootstrapServers(),
                "--sourceTopic=" + topic,
                "--destination=" + target.bootstrapServers(),
                "--destinationConfig=" + target.clientFile()));
    if (List.of(options).stream().noneMatch(option -> option.startsWith("--sourceConfig"))) {
      all.add("--sourceConfig=" + source.clientFile());
    }
    all.addAll(List.of(options));
    said.getBuffer().setLength(0);
    PrintWriter out = new PrintWriter(said);
    return CommandLines.of(new Mirror())
        .setOut(out)
        .setErr(out)
        .execute(all.toArray(String[]::new));
  }

  /** The mirror as a process of its own, told by its environment. */
  private static Process child(String topic) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.tidemark.station.Tidemark",
            "mirror");
    String login = Files.readString(source.clientFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "SOURCE_BROKERS", source.bootstrapServers(),
                "SOURCE_TOPIC", topic,
                "SOURCE_USERNAME", login.replaceFirst("(?s).*username=\"(\\w+)\".*", "$1"),
                "SOURCE_PASSWORD", login.replaceFirst("(?s).*password=\"(\\w+)\".*", "$1").strip(),
                "DESTINATION_BROKERS", target.bootstrapServers(),
                "DESTINATION_CONFIG_FILE", target.clientFile().toString(),
                "KAFKA_TOPIC", topic));
    return builder
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(topic + ".log").toFile())
        .start();
  }

  private static void fill(String topic, int records) throws Exception {
    Map<String, Object> config = new HashMap<>(source.client());
    // A partition that has just been made takes whatever batch comes first, and refuses for ever
    // the
    // one before it that is sent again.
    config.put("max.in.flight.requests.per.connection", 1);
    try (Admin admin = Admin.create(config)) {
      admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
    }
    List<Future<?>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < records; i++) {
        byte[] key = i % 5 == 0 ? null : ("key " + i % 97).getBytes(UTF_8);
        String value = "{\"number\":%d,\"kind\":\"%s\"}".formatted(i, i % 2 == 0 ? "even" : "odd");
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                topic,
                i % PARTITIONS,
                first.toEpochMilli() + 1_000L * i,
                key,
                value.getBytes(UTF_8));
        record.headers().add("trace", ("t" + i).getBytes(UTF_8));
        sent.add(producer.send(record));
      }
    }
    for (Future<?> record : sent) {
      record.get();
    }
  }

  private static long copied(String topic) throws IOException {
    return read(target, topic).size();
  }

  /** Every committed record, with all that is to stay, in order of partition and offset. */
  private static List<String> read(KafkaCluster cluster, String topic) throws IOException {
    Map<String, Object> config = new TreeMap<>(cluster.client());
    config.put("isolation.level", "read_committed");
    config.put("max.poll.records", 20_000);
    List<String> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (int partition = 0;
          consumer.listTopics().containsKey(topic) && partition < PARTITIONS;
          partition++) {
        partitions.add(new TopicPartition(topic, partition));
      }
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      for (TopicPartition partition : partitions) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        while (consumer.position(partition) < ends.get(partition)) {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            records.add(
                "%d %d %s %s %s"
                    .formatted(
                        record.partition(),
                        record.timestamp(),
                        record.key() == null ? null : new String(record.key(), UTF_8),
                        new String(record.headers().lastHeader("trace").value(), UTF_8),
                        new String(record.value(), UTF_8)));
          }
        }
      }
    }
    return records;
  }
}
