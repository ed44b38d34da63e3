package dev.tidemark.station.up;

import static dev.tidemark.station.Installation.within;
import static dev.tidemark.station.up.LiveStream.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;

import dev.tidemark.run.CommandLines;
import dev.tidemark.run.Home;
import dev.tidemark.run.Rebuild;
import dev.tidemark.station.Installation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Windows computed anew on Flink while a stream goes on; the audit has the last word. */
@Timeout(600)
class RebuildTest {

  private static final String TOPIC = "rebuilt";
  private static final long NOON = Instant.parse("2026-01-09T12:00:00Z").getEpochSecond();
  private static final String FIGURES =
      "SELECT (SELECT sum(num_hits) FROM host_traffic), (SELECT sum(view_count) FROM page_view_counts),"
          + " (SELECT count(*) FROM source_traffic), (SELECT sum(events) FROM active_users)";
  private static final String[] HOUR = {"--from=2026-01-09T12:00:00Z", "--to=2026-01-09T13:00:00Z"};

  @TempDir Path directory;

  private Installation ground;

  private record Ran(int code, String printed) {}

  @BeforeEach
  void startServers() throws Exception {
    ground = Installation.start();
    ground.broker().createTopic(TOPIC, 2);
    send(0, 1_200, "shop.example");
    send(7_200, 60, "shop.example");
  }

  @AfterEach
  void stopServers() throws Exception {
    ground.close();
  }

  @Test
  void damageIsMendedInOneActAndAStreamThatGoesOnDoesNotUndoIt() throws Exception {
    try (LiveStream stream = stream("first")) {
      stream.reads(2_520);
      LiveStream.demandExact(ground, TOPIC);
      damage();
      String damaged = ground.ask(FIGURES).get(0);

      Set<String> seen = new LinkedHashSet<>();
      Ran rebuilt = whileReading(seen, () -> rebuild(HOUR));
      assertThat(rebuilt.printed, rebuilt.code, is(0));
      assertThat(rebuilt.printed, containsString("are those of generation 1"));
      LiveStream.demandExact(ground, TOPIC);
      String mended = ground.ask(FIGURES).get(0);
      seen.forEach(read -> assertThat(read, is(oneOf(damaged, mended))));
      assertThat(seen, hasItem(damaged));

      send(7_260, 60, "shop.example");
      stream.reads(2_640);
    }
    try (LiveStream again = stream("from the beginning")) {
      again.reads(2_640);
      LiveStream.demandExact(ground, TOPIC);
      assertThat(generations("window_start < '2026-01-09T13:00:00Z'"), is(List.of("1")));
      assertThat(generations("window_start >= '2026-01-09T13:00:00Z'"), is(List.of("0")));
    }
  }

  @Test
  void rowsThatARebuildDidNotFindDoNotComeBackWithTheStream() throws Exception {
    try (LiveStream stream = stream("first")) {
      stream.reads(2_520);
      within(SOON, () -> rows("shop.example"), rows -> rows > 0);
    }
    Ran rebuilt = rebuild(with(HOUR, "--fields=host=elsewhere,url=path"));
    assertThat(rebuilt.printed, rebuilt.code, is(0));
    assertThat(rows("shop.example"), is(0L));
    assertThat(rows(""), is(greaterThan(0L)));
    ground.run("DELETE FROM host_traffic WHERE window_start >= '2026-01-09T13:00:00Z'");
    try (LiveStream again = stream("from the beginning")) {
      within(SOON, this::isWritten, written -> written);
      again.isCheckpointed();
      assertThat(rows("shop.example"), is(0L));
    }
  }

  @Test
  void eventsThatWereKeptMakeTheSameFiguresAndTooFewOfThemAreRefused() throws Exception {
    try (LiveStream stream = stream("first")) {
      stream.reads(2_520);
      LiveStream.demandExact(ground, TOPIC);
    }
    damage();
    Ran rebuilt = rebuild(with(HOUR, "--source=events"));
    assertThat(rebuilt.printed, rebuilt.code, is(0));
    LiveStream.demandExact(ground, TOPIC);

    ground.run("DELETE FROM processed_events WHERE \"offset\" = 17 AND partition = 1");
    Ran refused = rebuild(with(HOUR, "--source=events"));
    assertThat(refused.code, is(1));
    assertThat(
        refused.printed,
        allOf(
            containsString("lacks 1 of the events that were counted of rebuilt-1"),
            containsString("--source=kafka")));
    LiveStream.demandExact(ground, TOPIC, "--tables=host_traffic,active_users,geo_traffic");
  }

  @Test
  void aRangeIntoWhichEventsMayStillFallIsRefused() throws Exception {
    try (LiveStream stream = stream("first")) {
      stream.reads(2_520);
    }
    Ran open = rebuild("--from=2026-01-09", "--to=2026-01-10");
    assertThat(open.code, is(1));
    assertThat(open.printed, containsString("Windows of that range are open"));

    send(600, 1, "shop.example");
    send(7_300, 1, "shop.example");
    send(1_300_000, 1, "shop.example");
    Ran behind = rebuild("--from=2026-01-09T13:30:00Z", "--to=2026-01-09T14:30:00Z");
    assertThat(behind.code, is(1));
    assertThat(behind.printed, containsString("which are not counted yet"));
    assertThat(ground.ask("SELECT * FROM rebuilds").size(), is(0));
    assertThat(behind.printed, not(containsString("Exception")));
  }

  private LiveStream stream(String name) throws Exception {
    return LiveStream.start(
        ground, TOPIC, directory.resolve(name), 2, "--earlyFiring=1s", "--idleAfter=2s");
  }

  private void damage() throws SQLException {
    ground.run(
        "UPDATE host_traffic SET num_hits = num_hits + 5, events = events + 1000"
            + " WHERE window_start < '2026-01-09T12:10:00Z'",
        "DELETE FROM page_view_counts WHERE window_start < '2026-01-09T12:05:00Z'",
        "INSERT INTO source_traffic SELECT window_start, window_end, decode('00', 'hex'), 'nobody',"
            + " source_class, source_name, num_hits, visitors, sketch, events, generation"
            + " FROM source_traffic WHERE window_start < '2026-01-09T12:05:00Z' LIMIT 1");
  }

  /** Runs something while a reader asks for the figures again and again. */
  private Ran whileReading(Set<String> seen, Callable<Ran> work) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    CompletableFuture<Void> reading =
        CompletableFuture.runAsync(
            () -> {
              while (done.getCount() > 0) {
                seen.add(ask(FIGURES));
              }
            });
    try {
      return work.call();
    } finally {
      done.countDown();
      reading.join();
    }
  }

  private Ran rebuild(String... options) throws Exception {
    StringWriter printed = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(
        List.of(
            "--topic=" + TOPIC,
            "--runner=FlinkRunner",
            "--parallelism=1",
            "--kafka=" + ground.broker().bootstrapServers(),
            "--postgres=" + ground.server().url(),
            "--postgresUser=" + ground.server().user(),
            "--postgresPasswordFile=" + ground.passwordFile()));
    int code =
        CommandLines.of(new Rebuild(), new Home(Path.of("nowhere")))
            .setOut(new PrintWriter(printed, true))
            .setErr(new PrintWriter(printed, true))
            .setUnmatchedArgumentsAllowed(true)
            .execute(arguments.toArray(String[]::new));
    return new Ran(code, printed.toString());
  }

  private static String[] with(String[] options, String... more) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** One event a second of event time, in both partitions. */
  private void send(long fromSecond, int events, String host) {
    try (KafkaProducer<byte[], byte[]> producer = ground.producer(Map.of())) {
      for (int i = 0; i < 2 * events; i++) {
        long second = fromSecond + i / 2;
        String event =
            "{\"event_time\":%d,\"url\":\"https://%s/%d\",\"path\":\"/p\",\"user_id\":\"u%d\"}"
                .formatted(NOON + second, host, second % 5, second % 17);
        var unused = producer.send(new ProducerRecord<>(TOPIC, i % 2, null, event.getBytes(UTF_8)));
      }
    }
  }

  private List<String> generations(String where) throws SQLException {
    return ground.ask("SELECT DISTINCT generation FROM host_traffic WHERE " + where);
  }

  private long rows(String host) {
    return Long.parseLong(
        ask(
            "SELECT count(*) FROM host_traffic WHERE window_start < '2026-01-09T13:00:00Z'"
                + " AND host = '"
                + host
                + "'"));
  }

  /** Whether the stream has written its figures behind the rebuilt ones anew. */
  private boolean isWritten() {
    String later = "SELECT count(*) FROM host_traffic WHERE window_start >= '2026-01-09T13:00:00Z'";
    return !ask(later).equals("0");
  }

  private String ask(String query) {
    try {
      return ground.ask(query).get(0);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
