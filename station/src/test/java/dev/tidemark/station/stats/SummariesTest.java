package dev.tidemark.station.stats;

import static dev.tidemark.station.stats.StatsServer.encoded;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.servers.Database;
import dev.tidemark.station.stats.NaiveStats.Line;
import dev.tidemark.station.stats.NaiveStats.Sum;
import dev.tidemark.station.stats.RandomTraffic.Ask;
import dev.tidemark.write.Migrations;
import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SummariesTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-20T10:40:00Z"), ZoneOffset.UTC);
  private static final Instant FIRST = Instant.parse("2026-11-17T05:20:00Z");

  private Database database;
  private Postgres postgres;
  private StatsServer server;
  private Summaries summaries;

  @BeforeEach
  void start() throws Exception {
    database = Database.start(null);
    postgres = Postgres.at(database.url(), database.user(), database.password());
    Migrations.apply(postgres);
    server = new StatsServer(postgres, NOW);
    summaries = new Summaries(postgres, NOW);
  }

  @AfterEach
  void stop() throws Exception {
    summaries.close();
    server.close();
    database.close();
  }

  @Test
  void everyAnswerIsTheSameBeforeSummariesWithThemAndWhileTheyAreOutdated() throws Exception {
    RandomTraffic traffic = new RandomTraffic(new Random(7), FIRST, NOW.instant());
    List<Visit> visits = new ArrayList<>(traffic.visits(1_500));
    write(visits);
    List<Ask> asks = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      asks.add(traffic.ask(visits));
    }
    asks.add(new Ask(Range.around(FIRST, NOW.instant()), Map.of(), Interval.DAY, ZoneOffset.UTC));
    assertEveryAnswer(visits, asks);

    summariseAll();
    // The first day is opened as a whole, the last one is not over.
    assertThat(number("count(*) FROM summarised_spans WHERE span_hours = 24"), is(7 * 3L));
    assertThat(number("count(*) FROM summarised_spans WHERE span_hours = 6"), is(7 * 13L));
    assertThat(number("count(*) FROM summarised_spans WHERE summarised_at IS NULL"), is(0L));
    assertEveryAnswer(visits, asks);

    List<Visit> late = traffic.visits(40);
    MetricTables.append(postgres, visits, late);
    visits.addAll(late);
    assertThat(number("count(*) FROM changed_hours"), greaterThan(50L));
    assertEveryAnswer(visits, asks);

    summariseAll();
    assertEveryAnswer(visits, asks);
  }

  @Test
  void aWeekIsSummarisedOutOfItsDaysAndReadInstead() throws Exception {
    Instant first = NOW.instant().minus(Duration.ofDays(9));
    RandomTraffic traffic = new RandomTraffic(new Random(8), first, NOW.instant());
    List<Visit> visits = traffic.visits(60);
    write(visits);
    summariseAll();
    assertThat(number("count(*) FROM summarised_spans WHERE span_hours = 168"), is(7L));
    Range all = Range.around(first, NOW.instant());
    Ask ask = new Ask(all, Map.of(), Interval.DAY, ZoneOffset.UTC);
    assertEveryAnswer(visits, List.of(ask));

    change("UPDATE page_summaries SET hits = hits + 1000 WHERE span_hours = 168");
    long views = new NaiveStats(visits).sum(all.from(), all.to(), Map.of()).views();
    JsonNode answer = server.json("/api/stats/summary?" + ask.query());
    assertThat("it was read", answer.get("views").asLong(), greaterThan(views));
  }

  private void write(List<Visit> visits) throws Exception {
    MetricTables.append(postgres, List.of(), visits);
  }

  /** As many rounds as it takes; the first one only looks. */
  private void summariseAll() throws Exception {
    int rounds = 0;
    while (summaries.round().waiting() > 0) {
      rounds++;
      assertThat("rounds", rounds < 10);
    }
  }

  private void assertEveryAnswer(List<Visit> visits, List<Ask> asks) throws Exception {
    NaiveStats naive = new NaiveStats(visits);
    for (Ask ask : asks) {
      assertSummary(naive, ask);
      assertSeries(naive, ask);
      assertHosts(naive, ask);
      for (Dimension dimension : Dimension.values()) {
        assertTop(naive, ask, dimension);
      }
    }
  }

  private void assertSummary(NaiveStats naive, Ask ask) throws Exception {
    JsonNode answer = server.json("/api/stats/summary?" + ask.query());
    Range before = ask.range().previous();
    assertThat(
        ask.toString(),
        List.of(sum(answer), sum(answer.get("previous"))),
        is(
            List.of(
                naive.sum(ask.range().from(), ask.range().to(), ask.filters()),
                naive.sum(before.from(), before.to(), ask.filters()))));
  }

  private void assertSeries(NaiveStats naive, Ask ask) throws Exception {
    JsonNode answer =
        server.json(
            "/api/stats/series?%s&interval=%s&timeZone=%s"
                .formatted(ask.query(), ask.interval().label(), encoded(ask.zone().getId())));
    List<Bucket> buckets = ask.interval().buckets(ask.range(), ask.zone());
    Duration back = back(ask);
    for (int i = 0; i < buckets.size(); i++) {
      Bucket bucket = buckets.get(i);
      Bucket before = bucket.before(back);
      assertPoint(answer.get("points").get(i), ask, bucket, naive);
      assertPoint(answer.get("previous").get(i), ask, before, naive);
    }
    assertThat(answer.get("points").size(), is(buckets.size()));
    assertThat(answer.get("previous").size(), is(buckets.size()));
  }

  /** The length of the range in whole intervals, to the nearest. */
  private static Duration back(Ask ask) {
    long minutes = ask.range().length().toMinutes();
    long one = List.of(1L, 5L, 60L, 1_440L).get(ask.interval().ordinal());
    return Duration.ofMinutes(minutes < one ? minutes : Math.round((double) minutes / one) * one);
  }

  private static void assertPoint(JsonNode point, Ask ask, Bucket bucket, NaiveStats naive) {
    Sum sum = naive.sum(bucket.from(), bucket.to(), ask.filters());
    String what = ask + " " + bucket;
    assertThat(what, Instant.parse(point.get("start").asText()), is(bucket.start()));
    assertThat(what, point.get("views").asLong(), is(sum.views()));
    if (!point.get("visitors").isNull()) {
      assertThat(what, point.get("visitors").asLong(), is(sum.visitors()));
    } else {
      assertThat(what, ask.interval(), is(Interval.MINUTE));
    }
  }

  private void assertHosts(NaiveStats naive, Ask ask) throws Exception {
    Map<String, Long> hosts = new TreeMap<>();
    server
        .json("/api/stats/hosts?from=" + ask.range().from() + "&to=" + ask.range().to())
        .get("hosts")
        .forEach(host -> hosts.put(host.get("name").asText(), host.get("views").asLong()));
    assertThat(hosts, is(naive.hosts(ask.range().from(), ask.range().to())));
  }

  private void assertTop(NaiveStats naive, Ask ask, Dimension dimension) throws Exception {
    JsonNode answer =
        server.json("/api/stats/top/%s?limit=7&%s".formatted(dimension.path(), ask.query()));
    NaiveStats those = dimension == Dimension.BOTS ? naive.bots() : naive;
    List<Line> lines =
        those.top(dimension.path(), ask.range().from(), ask.range().to(), ask.filters());
    String what = dimension + " " + ask;
    assertThat(what, answer.get("count").asInt(), is(lines.size()));
    assertThat(what, answer.get("rows").size(), is(Math.min(7, lines.size())));
    assertThat(
        what, answer.at("/total/hits").asLong(), is(lines.stream().mapToLong(Line::hits).sum()));
    if (!answer.at("/total/visitors").isNull()) {
      Sum sum = those.sum(ask.range().from(), ask.range().to(), ask.filters());
      assertThat(what, answer.at("/total/visitors").asLong(), is(sum.visitors()));
    }
    for (int i = 0; i < answer.get("rows").size(); i++) {
      JsonNode row = answer.get("rows").get(i);
      List<String> values = new ArrayList<>();
      row.get("filter").forEach(value -> values.add(value.asText()));
      boolean counted = !row.get("visitors").isNull();
      Line line = lines.get(i);
      assertThat(
          what,
          new Line(values, row.get("hits").asLong(), counted ? row.get("visitors").asLong() : 0),
          is(new Line(line.values(), line.hits(), counted ? line.visitors() : 0)));
    }
  }

  private static Sum sum(JsonNode node) {
    return new Sum(
        node.get("views").asLong(),
        node.get("visitors").asLong(),
        node.get("hits").asLong(),
        node.get("botHits").asLong());
  }

  private void change(String update) throws Exception {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(update);
    }
  }

  private long number(String query) throws Exception {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
