package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generated traffic, from the command line to the tables. */
class GenerateIT {

  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final long EVENTS = 20_000;

  @Test
  void whatIsGeneratedIsCountedToTheLastRecord(@TempDir Path directory) throws Exception {
    try (Servers servers = Servers.start(directory)) {
      Store store = servers.createDatabase("generated");
      String printed =
          Station.run(
              "generate",
              DEADLINE,
              "generate",
              "--kafka=" + servers.bootstrapServers(),
              "--topic=web_events",
              "--count=" + EVENTS,
              "--history=6h",
              "--steady",
              "--rate=2",
              "--late=0.01",
              "--malformed=0.005",
              "--duplicates=0.02");
      assertThat(printed, containsString("20,000 acknowledged, 0 failed"));
      String[] options = {"--until=now", "--afresh", "--dropRetries"};
      try (Program run =
          Tidemark.run("generated", Engine.DIRECT, servers, "web_events", store, options)) {
        run.endsWell(DEADLINE);
      }

      assertThat(store.number("SELECT sum(read) FROM ledger"), is(EVENTS));
      assertThat(
          store.number("SELECT sum(counted + late + duplicate + dead) FROM ledger"), is(EVENTS));
      long late = store.number("SELECT sum(late) FROM ledger");
      long dead = store.number("SELECT sum(dead) FROM ledger");
      long counted = store.number("SELECT sum(counted) FROM ledger");
      assertThat(late, is(allOf(greaterThan(120L), lessThan(300L))));
      assertThat(dead, is(allOf(greaterThan(60L), lessThan(150L))));
      assertThat(store.number("SELECT sum(duplicate) FROM ledger"), is(greaterThan(200L)));
      assertThat(store.number("SELECT count(*) FROM late_events"), is(late));
      assertThat(store.number("SELECT count(*) FROM dead_letters"), is(dead));
      assertThat(store.number("SELECT count(DISTINCT failure) FROM dead_letters"), is(8L));
      assertThat(store.number("SELECT count(*) FROM processed_events"), is(counted));
      assertThat(store.number("SELECT sum(num_hits) FROM host_traffic"), is(counted));
      assertThat(
          store.number("SELECT sum(view_count) FROM page_view_counts"),
          is(store.number("SELECT count(*) FROM processed_events WHERE event_type = 'page_view'")));
      assertThat(
          store.number("SELECT count(DISTINCT country_code) FROM geo_traffic"),
          is(greaterThanOrEqualTo(40L)));
      assertThat(
          store.number("SELECT count(DISTINCT host) FROM host_traffic"),
          is(greaterThanOrEqualTo(4L)));
    }
  }
}
