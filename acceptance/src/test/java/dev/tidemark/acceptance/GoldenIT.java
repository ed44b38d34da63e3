package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The golden events through the whole program, on every engine: each must leave the tables that the
 * naive program computes and, in the columns that only a map of the world or a list of browsers can
 * tell, the tables that stand in the golden files.
 *
 * <p>After a wanted change of the tables, {@code mvn verify -pl acceptance -am
 * -Dgolden.update=true} rewrites the files from the bounded run on Direct, after the naive program
 * has agreed with it. The other runs are compared with the new files at once.
 */
class GoldenIT {

  private static final String TOPIC = "golden";
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  @TempDir static Path directory;

  private static Servers servers;
  private static List<Table> naive;

  @BeforeAll
  static void sendTheGoldenEvents() throws Exception {
    servers = Servers.start(directory);
    servers.createTopic(TOPIC, 3);
    List<TopicRecord> records = GoldenLine.readAll().stream().map(GoldenLine::record).toList();
    naive = new NaiveTidemark(records).tables();
    try (KafkaProducer<byte[], byte[]> producer = servers.producer()) {
      for (TopicRecord record : records) {
        RecordMetadata sent = producer.send(Servers.toSend(TOPIC, record)).get();
        assertThat(sent.offset(), is(record.offset()));
      }
    }
  }

  @AfterAll
  static void stopTheServers() throws IOException {
    servers.close();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aBoundedRunLeavesTheGoldenTables(Engine engine) throws Exception {
    String name = "bounded_" + engine.name().toLowerCase(Locale.ROOT);
    Store store = servers.createDatabase(name);
    Path lake = directory.resolve("lake_" + name);
    try (Program run =
        Tidemark.run(
            name,
            engine,
            servers,
            TOPIC,
            store,
            "--until=now",
            "--outputs=metrics,events,topic,lake",
            "--enrichedTopic=" + name,
            "--lake=" + lake)) {
      run.endsWell(DEADLINE);
    }
    long events = store.number("SELECT count(*) FROM processed_events");
    assertThat("records of the output topic", servers.records(name), is(events));
    assertThat("records in the lake", Lake.records(lake), is(events));
    Differences.assertNone(engine + " and the naive program", store.differencesFrom(naive));
    if (GoldenTables.updating() && engine == Engine.DIRECT) {
      GoldenTables.update(store);
    }
    Differences.assertNone(engine + " and the golden files", GoldenTables.differencesOf(store));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aStreamReachesTheGoldenTablesAndStopsWellWhenAsked(Engine engine) throws Exception {
    String name = "stream_" + engine.name().toLowerCase(Locale.ROOT);
    Store store = servers.createDatabase(name);
    try (Program run =
        Tidemark.run(name, engine, servers, TOPIC, store, "--streaming", "--earlyFiring=1s")) {
      run.reaches(DEADLINE, () -> Store.onceThere(() -> GoldenTables.differencesOf(store)));
      run.stopsWell(Duration.ofMinutes(1));
    }
    Differences.assertNone(engine + " after its stop", GoldenTables.differencesOf(store));
    Differences.assertNone(engine + " and the naive program", store.differencesFrom(naive));
  }
}
