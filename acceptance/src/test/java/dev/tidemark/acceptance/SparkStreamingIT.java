package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A live stream on Spark, which must be asked for. No executor is lost here: what Spark does then
 * is what its warning is about.
 */
@Tag("long")
class SparkStreamingIT extends LiveTopic {

  @Test
  void aStreamOnSparkReachesExactTablesThoughItIsKilledAndSaysWhatItCannotPromise()
      throws Exception {
    Store store = servers.createDatabase("spark_streaming");
    try (Traffic traffic = Traffic.start(servers, TOPIC)) {
      try (Program first = streaming("spark_streaming_first", store)) {
        first.reaches(DEADLINE, () -> grown("the page views", 0, views(store)));
        assertThat(first.printed(), containsString("exact only while no executor fails"));
        first.kill();
      }
      long before = views(store);
      try (Program second = streaming("spark_streaming_second", store)) {
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

  private Program streaming(String name, Store store) throws Exception {
    return Tidemark.run(
        name, Engine.SPARK, servers, TOPIC, store, "--streaming", "--earlyFiring=1s");
  }
}
