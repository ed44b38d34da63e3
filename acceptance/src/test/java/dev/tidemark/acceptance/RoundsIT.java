package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rounds on Spark over a topic that is being written, with a power cut in between. */
class RoundsIT extends LiveTopic {

  @Test
  void roundsOnSparkAreExactOverALiveTopicThoughOneIsKilled() throws Exception {
    Store store = servers.createDatabase("rounds");
    try (Traffic traffic = Traffic.start(servers, TOPIC)) {
      killInTheMiddleOfARound(store);

      try (Program second = rounds("rounds_second", store)) {
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
    try (Program first = rounds("rounds_first", store)) {
      first.reaches(DEADLINE, () -> grown("the ledger", 0, read(store)));
      long counted = views(store);
      first.reaches(DEADLINE, () -> grown("the page views", counted, views(store)));
      first.kill();
    }
  }

  private Program rounds(String name, Store store) throws Exception {
    return Tidemark.run(name, Engine.SPARK, servers, TOPIC, store, "--every=1s");
  }

  private static long read(Store store) throws Exception {
    return store.number("SELECT sum(read) FROM ledger");
  }
}
