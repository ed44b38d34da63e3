package dev.tidemark.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The audit, on what the whole program has left: it finds nothing while a stream goes on, nothing
 * after its end, and one row that somebody has changed in any table.
 */
class VerifyIT {

  private static final String TOPICS = "verify_golden,verify_live";
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final long RECORDS_A_PARTITION = 10_500;

  private record Break(String table, String statement, String said) {}

  private static final String ONE = " WHERE ctid = (SELECT min(ctid) FROM %s)";
  private static final List<Break> BREAKS =
      List.of(
          new Break(
              "page_view_counts",
              "UPDATE page_view_counts SET view_count = view_count + 1"
                  + ONE.formatted("page_view_counts"),
              "view_count is '"),
          new Break(
              "active_users",
              "DELETE FROM active_users" + ONE.formatted("active_users"),
              "missing: window_start"),
          new Break(
              "host_traffic",
              "INSERT INTO host_traffic SELECT window_start + interval '1 year',"
                  + " window_end + interval '1 year', key_hash, host, num_hits, events"
                  + " FROM host_traffic"
                  + ONE.formatted("host_traffic"),
              "extra: window_start"),
          new Break(
              "aggregated_web_traffic",
              "UPDATE aggregated_web_traffic SET referrer = 'x'"
                  + ONE.formatted("aggregated_web_traffic"),
              "extra: window_start"),
          new Break(
              "source_traffic",
              "UPDATE source_traffic SET sketch = set_byte(sketch, 10, get_byte(sketch, 10) # 1)"
                  + ONE.formatted("source_traffic"),
              "sketch is '"),
          new Break(
              "geo_traffic",
              "UPDATE geo_traffic SET visitors = visitors + 1" + ONE.formatted("geo_traffic"),
              "visitors is '"),
          new Break(
              "client_traffic",
              "UPDATE client_traffic SET key_hash = '\\x00'" + ONE.formatted("client_traffic"),
              "key_hash is '00'"),
          new Break(
              "processed_events",
              "UPDATE processed_events SET country_code = 'XX' WHERE topic = 'verify_golden'"
                  + " AND partition = 0 AND \"offset\" = 3",
              "country_code is 'XX'"),
          new Break(
              "dead_letters",
              "UPDATE dead_letters SET failure = 'TOO_LATE'" + ONE.formatted("dead_letters"),
              "failure is 'TOO_LATE'"),
          new Break(
              "late_events",
              "DELETE FROM late_events" + ONE.formatted("late_events"),
              "missing: offset"),
          new Break(
              "ledger",
              "DELETE FROM ledger WHERE topic = 'verify_live' AND first_offset = 0 AND partition = 1",
              "missing: first_offset"),
          new Break(
              "ledger",
              "UPDATE ledger SET dead = dead + 1 WHERE first_offset = 0 AND partition = 1",
              "broken rule 'read = counted + late + duplicate + dead'"));

  @TempDir static Path directory;

  private static Servers servers;
  private static Store store;
  private static Path lake;

  private String topics = TOPICS;
  private Store tables = store;
  private String said = "";

  @BeforeAll
  static void streamWhileTheAuditLooksOn() throws Exception {
    servers = Servers.start(directory);
    servers.createTopic("verify_golden", 3);
    servers.createTopic("verify_live", Traffic.PARTITIONS);
    store = servers.createDatabase("verify");
    lake = directory.resolve("lake");
    sendGoldenEvents("verify_golden");
    try (Traffic traffic = Traffic.start(servers, "verify_live");
        Program stream =
            Tidemark.run(
                "verify_stream",
                Engine.FLINK,
                servers,
                TOPICS,
                store,
                "--streaming",
                "--earlyFiring=1s")) {
      stream.reaches(DEADLINE, () -> read(5_000));
      new VerifyIT().findsNothing();
      assertThat("events still came in while it looked", traffic.goesOn(), is(true));

      List<TopicRecord> sent = traffic.finish(RECORDS_A_PARTITION);
      stream.reaches(DEADLINE, () -> read(sent.size() + GoldenLine.readAll().size()));
      new VerifyIT().findsNothing();
      stream.stopsWell(Duration.ofMinutes(1));
    }
    try (Program again =
        Tidemark.run(
            "verify_lake",
            Engine.DIRECT,
            servers,
            TOPICS,
            store,
            "--until=now",
            "--outputs=lake",
            "--lake=" + lake)) {
      again.endsWell(DEADLINE);
    }
  }

  private static void sendGoldenEvents(String topic) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = servers.producer()) {
      for (GoldenLine line : GoldenLine.readAll()) {
        producer.send(Servers.toSend(topic, line.record())).get();
      }
    }
  }

  @AfterAll
  static void stopTheServers() throws IOException {
    servers.close();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void nothingDiffersWhenTheStreamIsComplete(List<String> options) throws Exception {
    List<String> all = new ArrayList<>(options);
    all.add("--complete");
    findsNothing(all.toArray(String[]::new));
  }

  static Stream<List<String>> sources() {
    return Stream.of(
        List.of(),
        List.of("--source=events"),
        List.of("--source=lake", "--lake=" + lake),
        List.of("--from=2026-01-09T22:10:00Z", "--to=2026-01-09T22:30:00Z"));
  }

  /** All of them before one audit: each table is told of for itself. */
  @Test
  void oneRowOfAnyTableThatIsNotAsItShouldBeIsFound() throws Exception {
    List<String> tables = BREAKS.stream().map(Break::table).distinct().toList();
    for (String table : tables) {
      execute("CREATE TABLE saved_" + table + " AS SELECT * FROM " + table);
    }
    try {
      for (Break one : BREAKS) {
        execute(one.statement());
      }
      int code = verify("--complete");
      assertThat(said, code, is(1));
      for (Break one : BREAKS) {
        assertThat(
            said, matchesPattern("(?s).*\n" + one.table() + " [^\n]*\\Q" + one.said() + "\\E.*"));
      }
    } finally {
      for (String table : tables) {
        execute(
            "DELETE FROM %1$s; INSERT INTO %1$s SELECT * FROM saved_%1$s; DROP TABLE saved_%1$s"
                .formatted(table));
      }
    }
    findsNothing("--complete");
  }

  @Test
  void aPipelineThatDoesNotReachTheEndIsToldOf() throws Exception {
    execute("CREATE TABLE saved AS SELECT * FROM ledger");
    try {
      execute("DELETE FROM ledger WHERE first_offset >= 10000");
      assertThat(verify("--timeout=1s"), is(1));
      assertThat(said, containsString("records behind the ends of the topic"));
    } finally {
      execute("DELETE FROM ledger; INSERT INTO ledger SELECT * FROM saved; DROP TABLE saved");
    }
  }

  @Test
  void whatTheBrokerHasDeletedIsLeftOutAndToldOf() throws Exception {
    topics = "verify_old";
    tables = servers.createDatabase("verify_old");
    servers.createTopic(topics, 3);
    sendGoldenEvents(topics);
    try (Program run =
        Tidemark.run("verify_old", Engine.DIRECT, servers, topics, tables, "--until=now")) {
      run.endsWell(DEADLINE);
    }
    servers.deleteRecords(topics, 0, 60);
    findsNothing("--complete");
    assertThat(said, matchesPattern("(?s).*\nhost_traffic +[0-9,]+ +0 +0 +[1-9].*"));
    assertThat(said, matchesPattern("(?s).*\nledger +2 +0 +0 +1\n.*"));
  }

  private void findsNothing(String... options) throws Exception {
    int code = verify(options);
    assertThat(said, code, is(0));
    assertThat(said, containsString("no difference"));
  }

  private int verify(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-jar", System.getProperty("tidemark.station"), "verify"));
    command.addAll(List.of("--kafka=" + servers.bootstrapServers(), "--topic=" + topics));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(tables.environment());
    builder.environment().put("VISITOR_SALT", Tidemark.SALT);
    Process process = builder.start();
    said = "\n" + new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor();
  }

  private static List<String> read(long atLeast) throws SQLException {
    long read = store.number("SELECT sum(read) FROM ledger");
    return read >= atLeast ? List.of() : List.of("read " + read + " of " + atLeast);
  }

  private static void execute(String statement) throws SQLException {
    try (Connection connection = store.connect();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }
}
