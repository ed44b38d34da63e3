package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A live stream on Spark, which must be asked for. No executor is lost here: what Spark does then
 * is what its warning is about.
 */
class SparkStreamingIT {

  private static final String TOPIC = "live";
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  /** Enough that every partition fills one row of the ledger and begins another. */
  private static final long RECORDS_A_PARTITION = 11_000;

  @TempDir Path directory;

  private Servers servers;

  @BeforeEach
  void startTheServers() throws Exception {
    servers = Servers.start(directory);
    servers.createTopic(TOPIC, Traffic.PARTITIONS);
  }

  @AfterEach
  void stopTheServers() throws IOException {
    servers.close();
  }

  @Test
  void aStreamOnSparkReachesExactTablesThoughItIsKilledAndSaysWhatItCannotPromise()
      throws Exception {
    Store store = servers.createDatabase("spark_streaming");
    try (Traffic traffic = Traffic.start(servers, TOPIC)) {
      try (Tidemark first = streaming("spark_streaming_first", store)) {
        first.reaches(DEADLINE, () -> grown("the page views", 0, views(store)));
        assertThat(first.printed(), containsString("exact only while no executor fails"));
        first.kill();
      }
      long before = views(store);
      try (Tidemark second = streaming("spark_streaming_second", store)) {
        second.reaches(DEADLINE, () -> grown("the page views", before, views(store)));
        assertThat("results come while events still come in", traffic.goesOn(), is(true));

        List<TopicRecord> sent = traffic.finish(RECORDS_A_PARTITION);
        List<Table> naive = new NaiveTidemark(sent).tables();
        second.reaches(DEADLINE, () -> store.differencesFrom(naive));
        second.stopsWell(Duration.ofMinutes(1));
        Differences.assertNone("the tables after the stop", store.differencesFrom(naive));
      }
    }
  }

  private Tidemark streaming(String name, Store store) throws Exception {
    return Tidemark.run(
        name, Engine.SPARK, servers, TOPIC, store, "--streaming", "--earlyFiring=1s");
  }

  private static long views(Store store) throws Exception {
    return store.number("SELECT sum(view_count) FROM page_view_counts");
  }

  private static List<String> grown(String what, long before, long now) {
    return now > before ? List.of() : List.of(what + ": " + now + ", not more than " + before);
  }
}
