package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 200,000 generated events: clusters of several processes leave the rows that one process does. */
class RunnerEqualityIT {

  private static final String TOPIC = "equal";
  private static final int EVENTS = Integer.getInteger("equality.events", 200_000);
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
    try (Cluster spark = Cluster.spark("equality-spark", directory.resolve("spark"));
        Program run =
            Tidemark.run(
                "equality-spark-round",
                Engine.SPARK,
                servers,
                TOPIC,
                store,
                "--sparkMaster=" + spark.address(),
                "--until=now")) {
      run.endsWell(DEADLINE);
    }
    assertThat("a round on Spark", Digest.of(store), is(expected));
  }
}
