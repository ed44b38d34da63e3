package dev.tidemark.station.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.CommandLines;
import dev.tidemark.run.Stopping;
import dev.tidemark.run.Topics;
import dev.tidemark.servers.Broker;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportLogsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2026-01-09T00:00:00Z");
  private static final DateTimeFormatter CLF =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static Broker broker;
  private static KafkaSettings kafka;

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
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
  void pageViewsBecomeEventsAndTheRestIsCountedWithItsReason() throws Exception {
    Path log = directory.resolve("access.log");
    Files.writeString(
        log,
        line(0, "GET /a?utm_source=news", 200)
            + line(1, "GET /style.css?v=2", 200)
            + line(2, "POST /form", 200)
            + line(3, "GET /old", 301)
            + line(4, "GET /gone", 404)
            + "what is this?\n"
            + line(6, "GET /b", 304));
    Path rejects = directory.resolve("rejects");
    String options = "--topic=views --site=https://www.example.com --rejects=" + rejects;
    assertThat(execute(log, options), is(0));
    assertThat(err.toString(), containsString("format combined (detected)"));
    assertThat(out.toString(), containsString("2  imported"));
    assertThat(out.toString(), containsString("4  skipped"));
    assertThat(out.toString(), containsString(log + ":6: it ends before the format combined does"));
    assertThat(Files.readString(rejects), containsString("combined does: what is this?"));

    List<JsonNode> events = events("views");
    assertThat(events, hasSize(2));
    JsonNode first =
        events.get(0).path("url").asText().contains("/a") ? events.get(0) : events.get(1);
    assertThat(first.path("url").asText(), is("https://www.example.com/a?utm_source=news"));
    assertThat(first.path("event_time").asText(), is("2026-01-09T00:00:00Z"));
    assertThat(first.path("ip").asText(), is("81.2.69.0"));
    assertThat(first.path("referrer").asText(), is("https://www.google.com/"));
    assertThat(first.path("properties").path("status").asInt(), is(200));
  }

  @Test
  void aLogThatHasGrownGoesOnBehindItsOldEndEvenWhenItIsPackedMeanwhile() throws Exception {
    Path log = directory.resolve("access.log");
    String half = line(3, "GET /3", 200);
    Files.writeString(log, line(0, "GET /0", 200) + line(1, "GET /1", 200) + half.substring(0, 40));
    String options = "--topic=grown --site=https://a.example";
    assertThat(execute(log, options), is(0));
    assertThat(out.toString(), containsString(":3 has no end yet"));
    assertThat(events("grown"), hasSize(2));

    Files.writeString(log, half.substring(40) + line(4, "GET /4", 200), StandardOpenOption.APPEND);
    assertThat(execute(log, options), is(0));
    assertThat(err.toString(), containsString("goes on behind line 2"));
    assertThat(ids(events("grown")), hasSize(4));

    Path packed = directory.resolve("access.log.1.gz");
    try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
      gzip.write(Files.readAllBytes(log));
      gzip.write(line(5, "GET /5", 200).getBytes(UTF_8));
    }
    assertThat(execute(packed, options), is(0));
    assertThat(ids(events("grown")), hasSize(5));
    assertThat(events("grown"), hasSize(5));
  }

  @Test
  void killedInTheMiddleAndStartedAgainEveryLineIsThereOnce() throws Exception {
    int lines = 80_000;
    Path log = directory.resolve("access.log");
    try (var writer = Files.newBufferedWriter(log)) {
      for (int i = 0; i < lines; i++) {
        writer.write(line(i / 100, "GET /" + i, 200));
      }
    }
    long before = 0;
    for (int kill = 0; kill < 2; kill++) {
      Process child = start(log, "--topic=killed", "--site=https://a.example");
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (written("killed") < before + 12_000 && System.nanoTime() < deadline) {
        assertThat("ended before it was killed", child.isAlive(), is(true));
      }
      child.destroyForcibly().waitFor();
      before = written("killed");
    }
    assertThat(before, is(lessThan((long) lines)));
    assertThat(execute(log, "--topic=killed --site=https://a.example"), is(0));
    assertThat(err.toString(), containsString("goes on behind line"));
    List<JsonNode> events = events("killed");
    assertThat(events, hasSize(lines));
    assertThat(ids(events), hasSize(lines));
    assertThat("what was taken back is there, too", written("killed"), is(greaterThan(0L + lines)));
  }

  @Test
  void anOldLogIsKeptAwayFromATopicWithNewerEvents() throws Exception {
    Path young = Files.writeString(directory.resolve("young"), line(7_200, "GET /y", 200));
    Path old = Files.writeString(directory.resolve("old"), line(0, "GET /o", 200));
    String options = "--topic=mixed --site=https://a.example";
    assertThat(execute(young, options), is(0));
    assertThat(execute(old, options), is(1));
    assertThat(err.toString(), containsString("they would be late"));
    assertThat(err.toString(), containsString("--topic=old_logs"));
    assertThat(execute(old, options + " --evenIfLate"), is(0));
    assertThat(events("mixed"), hasSize(2));
  }

  @Test
  void aLogOfPathsNeedsTheirSite() throws Exception {
    Path log = Files.writeString(directory.resolve("log"), line(0, "GET /", 200));
    assertThat(execute(log, "--topic=sites"), is(2));
    assertThat(err.toString(), containsString("The log does not say which site it is of."));
    assertThat(execute(log, "--topic=sites --site=example.com"), is(2));
  }

  @Test
  void aDryRunTellsAndSendsNothing() throws Exception {
    Path log = Files.writeString(directory.resolve("log"), line(0, "GET /", 200).repeat(5));
    assertThat(execute(log, "--dryRun --kafka=127.0.0.1:1 --site=https://a.example"), is(0));
    assertThat(out.toString(), containsString("5  would be imported"));
    assertThat(out.toString().lines().filter(l -> l.startsWith("{\"event_id\"")).count(), is(3L));
  }

  @Test
  void whatIsNoLogIsRefused() throws Exception {
    Path log = Files.writeString(directory.resolve("log"), "Dear diary,\nnothing happened.\n");
    assertThat(execute(log, "--topic=none"), is(1));
    assertThat(err.toString(), containsString("is in no format that is known: 'Dear diary,'"));
    assertThat(execute(log, "--format=combined --topic=none --site=https://a.example"), is(1));
    assertThat(execute(directory.resolve("missing"), "--topic=none"), is(1));
  }

  private static String line(long second, String request, int status) {
    return "81.2.69.%d - - [%s] \"%s HTTP/1.1\" %d 512 \"https://www.google.com/\" \"Mozilla/5.0\"\n"
        .formatted(second % 200, CLF.format(START.plusSeconds(second)), request, status);
  }

  private int execute(Path log, String options) {
    List<String> arguments = new ArrayList<>(List.of("--kafka=" + broker.bootstrapServers()));
    List<String> given = List.of(options.split(" ", -1));
    if (options.contains("--kafka")) {
      arguments.clear();
    }
    arguments.addAll(given);
    arguments.add(log.toString());
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return CommandLines.of(new ImportLogs())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }

  private Process start(Path log, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.tidemark.station.Tidemark", "import"));
    command.add("--kafka=" + broker.bootstrapServers());
    command.addAll(List.of(options));
    command.add(log.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("child.log").toFile())
        .start();
  }

  /** How many records were written, committed or not. */
  private static long written(String topic) {
    try (Topics topics = new Topics(kafka)) {
      topics.ensure(topic, 4);
      Map<String, Object> config = kafka.consumer();
      config.put("isolation.level", "read_uncommitted");
      try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
        return consumer.endOffsets(topics.partitions(topic)).values().stream()
            .mapToLong(Long::longValue)
            .sum();
      }
    }
  }

  private static List<JsonNode> events(String topic) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    try (Topics topics = new Topics(kafka);
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer())) {
      List<TopicPartition> partitions = topics.partitions(topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          events.add(JSON.readTree(record.value()));
        }
      }
    }
    return events;
  }

  private static Set<String> ids(List<JsonNode> events) {
    Set<String> ids = new HashSet<>();
    events.forEach(event -> ids.add(event.path("event_id").asText()));
    return ids;
  }
}
