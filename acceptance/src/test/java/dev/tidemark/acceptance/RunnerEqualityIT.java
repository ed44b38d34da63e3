package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 200,000 generated events: clusters of several processes leave the rows that one process does. */
@Tag("long")
class RunnerEqualityIT {

  private static final String TOPIC = "equal";
  private static final int EVENTS = Integer.getInteger("equality.events", 200_000);
  private static final String HOUR_IN_THE_MIDDLE =
      "SELECT extract(epoch FROM date_trunc('hour', max(window_start)) - interval '4 hours')::bigint"
          + " FROM page_view_counts";
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  @TempDir static Path directory;

  private static Servers servers;
  private static List<Digest> expected;

  @BeforeAll
  static void countThemInOneProcess() throws Exception {
    servers = Servers.start(directory);
    servers.createTopic(TOPIC, 4);
    Station.run(
        "equality-generate",
        DEADLINE,
        "generate",
        "--kafka=" + servers.bootstrapServers(),
        "--topic=" + TOPIC,
        "--count=" + EVENTS,
        "--history=6h",
        "--steady",
        "--rate=10",
        "--late=0.01",
        "--malformed=0.005",
        "--duplicates=0.02");
    Store store = servers.createDatabase("direct");
    try (Program run =
        Tidemark.run("equality-direct", Engine.DIRECT, servers, TOPIC, store, "--until=now")) {
      run.endsWell(DEADLINE);
    }
    expected = Digest.of(store);
    assertThat(store.number("SELECT sum(read) FROM ledger"), is((long) EVENTS));
  }

  @AfterAll
  static void stopTheServers() throws IOException {
    servers.close();
  }

  @Test
  void aFlinkClusterLeavesTheRowsOfDirectInARoundAndAsAStream() throws Exception {
    try (Cluster flink = Cluster.flink("equality-flink", directory.resolve("flink"))) {
      String master = "--flinkMaster=" + flink.address();
      Store round = servers.createDatabase("flink_round");
      try (Program run =
          Tidemark.run(
              "equality-flink-round", Engine.FLINK, servers, TOPIC, round, master, "--until=now")) {
        run.endsWell(DEADLINE);
      }
      assertThat("a round on Flink", Digest.of(round), is(expected));
      mendsWhatWasDamaged(round, Engine.FLINK, master, "events");

      Store stream = servers.createDatabase("flink_stream");
      try (Program run =
          Tidemark.run("equality-flink-stream", Engine.FLINK, servers, TOPIC, stream, master)) {
        run.endsWell(DEADLINE);
        assertThat(run.printed(), containsString(" runs: http://" + flink.address()));
      }
      flink.reaches(
          DEADLINE, () -> Store.onceThere(() -> Digest.differences(Digest.of(stream), expected)));
    }
  }

  @Test
  void aSparkClusterLeavesTheRowsOfDirect() throws Exception {
    Store store = servers.createDatabase("spark");
    try (Cluster spark = Cluster.spark("equality-spark", directory.resolve("spark"))) {
      String master = "--sparkMaster=" + spark.address();
      try (Program run =
          Tidemark.run(
              "equality-spark-round", Engine.SPARK, servers, TOPIC, store, master, "--until=now")) {
        run.endsWell(DEADLINE);
      }
      assertThat("a round on Spark", Digest.of(store), is(expected));
      mendsWhatWasDamaged(store, Engine.SPARK, master, "kafka");
    }
  }

  /** Two hours in the middle, which no late event can reach any more. */
  private static void mendsWhatWasDamaged(Store store, Engine engine, String master, String source)
      throws Exception {
    long begin = store.number(HOUR_IN_THE_MIDDLE);
    String range =
        "window_start BETWEEN to_timestamp(%d) AND to_timestamp(%d)"
            .formatted(begin, begin + 2 * 3600 - 300);
    store.change("UPDATE page_view_counts SET view_count = view_count + 1 WHERE " + range);
    store.change("DELETE FROM geo_traffic WHERE " + range);
    assertThat("damaged", Digest.differences(Digest.of(store), expected), hasSize(2));
    try (Program rebuild =
        Tidemark.rebuild(
            "equality-rebuild-" + engine,
            engine,
            servers,
            TOPIC,
            store,
            master,
            "--source=" + source,
            "--from=" + Instant.ofEpochSecond(begin),
            "--to=" + Instant.ofEpochSecond(begin + 2 * 3600))) {
      rebuild.endsWell(DEADLINE);
    }
    assertThat("rebuilt by " + engine, Digest.of(store), is(expected));
  }
}
