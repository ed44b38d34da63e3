package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds on Spark over a topic that is being written, with a power cut in between. */
class RoundsIT {

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
  void roundsOnSparkAreExactOverALiveTopicThoughOneIsKilled() throws Exception {
    Store store = servers.createDatabase("rounds");
    try (Traffic traffic = Traffic.start(servers, TOPIC)) {
      killInTheMiddleOfARound(store);

      try (Tidemark second = rounds("rounds_second", store)) {
        long before = read(store);
        second.reaches(DEADLINE, () -> grown("the ledger", before, read(store)));
        assertThat("events still come in while rounds go on", traffic.goesOn(), is(true));

        List<TopicRecord> sent = traffic.finish(RECORDS_A_PARTITION);
        List<Table> naive = new NaiveTidemark(sent).tables();
        second.reaches(DEADLINE, () -> grown("the ledger", sent.size() - 1, read(store)));
        second.reaches(DEADLINE, () -> store.differencesFrom(naive));
        second.stopsWell(Duration.ofMinutes(1));
        Differences.assertNone("the tables after the stop", store.differencesFrom(naive));
      }
    }
  }

  /** The first table to change after a whole round tells that the next one is being written. */
  private void killInTheMiddleOfARound(Store store) throws Exception {
    try (Tidemark first = rounds("rounds_first", store)) {
      first.reaches(DEADLINE, () -> grown("the ledger", 0, read(store)));
      long counted = views(store);
      first.reaches(DEADLINE, () -> grown("the page views", counted, views(store)));
      first.kill();
    }
  }

  private Tidemark rounds(String name, Store store) throws Exception {
    return Tidemark.run(name, Engine.SPARK, servers, TOPIC, store, "--every=1s");
  }

  private static long read(Store store) throws Exception {
    return store.number("SELECT sum(read) FROM ledger");
  }

  private static long views(Store store) throws Exception {
    return store.number("SELECT sum(view_count) FROM page_view_counts");
  }

  private static List<String> grown(String what, long before, long now) {
    return now > before ? List.of() : List.of(what + ": " + now + ", not more than " + before);
  }
}
