package dev.tidemark.station.stats;

import static dev.tidemark.station.stats.StatsServer.JSON;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.tidemark.event.Source;
import dev.tidemark.servers.Database;
import dev.tidemark.write.Migrations;
import dev.tidemark.write.Postgres;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StatsRoutesTest {
  private static final String HOUR = "from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z";

  private static Database database;
  private static StatsServer server;

  @BeforeAll
  static void start() throws Exception {
    database = Database.start(null);
    Postgres postgres = Postgres.at(database.url(), database.user(), database.password());
    Migrations.apply(postgres);
    server =
        new StatsServer(
            postgres, Clock.fixed(Instant.parse("2026-11-20T10:42:10Z"), ZoneOffset.UTC));
    Visit ada =
        Visit.at("2026-11-20T10:01:00Z")
            .by("ada")
            .of("https://shop.example/tea")
            .from("https://google.com/", Source.Kind.SEARCH, "Google")
            .in("DE", "Bavaria", "Munich")
            .with("Firefox", "Linux", "Desktop", false);
    Visit bob =
        Visit.at("2026-11-20T10:41:30Z")
            .by("bob")
            .of("https://blog.example/")
            .in("FR", null, null)
            .with("Chrome", "Android", "Phone", false);
    Visit robot = Visit.at("2026-11-20T10:20:00Z").by("robot").with("Crawler", null, "Robot", true);
    MetricTables.append(
        postgres,
        List.of(),
        List.of(
            ada,
            new Visit(
                Instant.parse("2026-11-20T10:59:59.999Z"),
                ada.visitor(),
                "purchase",
                ada.url(),
                "",
                ada.source(),
                ada.place(),
                ada.client()),
            Visit.at("2026-11-20T09:30:00Z").by("ada"),
            bob,
            bob,
            robot));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    database.close();
  }

  @Test
  void hostsComeWithTheirViewsTheMostViewedFirst() throws Exception {
    assertThat(
        server.json("/api/stats/hosts?" + HOUR),
        is(
            JSON.readTree(
                """
                {"hosts": [{"name": "blog.example", "views": 2},
                           {"name": "shop.example", "views": 2}]}""")));
  }

  @Test
  void theVisitorsOfTheLastFiveMinutesAreThere() throws Exception {
    String at = "{\"at\": \"2026-11-20T10:42:10.000Z\", \"visitors\": %d}";
    assertThat(server.json("/api/stats/now"), is(JSON.readTree(at.formatted(1))));
    assertThat(server.json("/api/stats/now?host=shop.example"), is(JSON.readTree(at.formatted(0))));
  }

  @Test
  void aSummaryCountsAVisitorOnceAndKnowsThePeriodBefore() throws Exception {
    assertThat(
        server.json("/api/stats/summary?" + HOUR),
        is(
            JSON.readTree(
                """
                {"from": "2026-11-20T10:00:00.000Z", "to": "2026-11-20T11:00:00.000Z",
                 "views": 4, "visitors": 3, "hits": 5, "botHits": 1,
                 "previous": {
                   "from": "2026-11-20T09:00:00.000Z", "to": "2026-11-20T10:00:00.000Z",
                   "views": 1, "visitors": 1, "hits": 1, "botHits": 0},
                 "computedFrom": "figures"}""")));
  }

  @Test
  void aFilterThatNoFigureKnowsIsAnsweredFromTheEvents() throws Exception {
    assertThat(
        server.json("/api/stats/summary?country=DE&" + HOUR),
        is(
            JSON.readTree(
                """
                {"from": "2026-11-20T10:00:00.000Z", "to": "2026-11-20T11:00:00.000Z",
                 "views": 1, "visitors": 1, "hits": 2, "botHits": 0,
                 "previous": {
                   "from": "2026-11-20T09:00:00.000Z", "to": "2026-11-20T10:00:00.000Z",
                   "views": 0, "visitors": 0, "hits": 0, "botHits": 0},
                 "computedFrom": "events"}""")));
  }

  @Test
  void aSeriesHasAPointForEveryBucketAndForTheOneBefore() throws Exception {
    assertThat(
        server.json(
            "/api/stats/series?from=2026-11-20T09:00:00Z&to=2026-11-20T11:00:00Z"
                + "&interval=hour&timeZone=Europe/Berlin"),
        is(
            JSON.readTree(
                """
                {"from": "2026-11-20T09:00:00.000Z", "to": "2026-11-20T11:00:00.000Z",
                 "interval": "hour",
                 "points": [{"start": "2026-11-20T09:00:00.000Z", "views": 1, "visitors": 1},
                            {"start": "2026-11-20T10:00:00.000Z", "views": 4, "visitors": 3}],
                 "previous": [{"start": "2026-11-20T07:00:00.000Z", "views": 0, "visitors": 0},
                              {"start": "2026-11-20T08:00:00.000Z", "views": 0, "visitors": 0}]}
                """)));
  }

  @Test
  void citiesSayByWhichParametersTheyAreSelected() throws Exception {
    assertThat(
        server.json("/api/stats/top/cities?limit=1&search=mun&" + HOUR),
        is(
            JSON.readTree(
                """
                {"dimension": "cities",
                 "from": "2026-11-20T10:00:00.000Z", "to": "2026-11-20T11:00:00.000Z",
                 "total": {"hits": 5, "visitors": 3}, "count": 1,
                 "rows": [{"name": "Munich", "code": "DE",
                           "filter": {"country": "DE", "region": "Bavaria", "city": "Munich"},
                           "hits": 2, "visitors": 1, "share": 0.4}]}""")));
  }

  @Test
  void pagesCountViewsAndHaveNoVisitorsUntilTheEventsAreAsked() throws Exception {
    String row =
        """
        {"name": "https://shop.example/tea", "filter": {"page": "https://shop.example/tea"},
         "hits": 1, "visitors": %s, "share": %s}""";
    assertThat(
        server.json("/api/stats/top/pages?host=shop.example&search=TEA&" + HOUR).get("rows"),
        is(JSON.readTree("[" + row.formatted("null", "0.5") + "]")));
    assertThat(
        server.json("/api/stats/top/pages?browser=Firefox&" + HOUR).get("rows"),
        is(JSON.readTree("[" + row.formatted("1", "1.0") + "]")));
  }

  @Test
  void aVisitWithoutASourceIsCalledDirect() throws Exception {
    for (String query : List.of("", "&country=FR")) {
      assertThat(
          server.json("/api/stats/top/sources?search=direct&" + HOUR + query).at("/rows/0/filter"),
          is(JSON.readTree("{\"sourceClass\": \"Direct\", \"source\": \"\"}")));
    }
    assertThat(server.json("/api/stats/summary?source=Direct&" + HOUR).get("hits").asInt(), is(3));
  }

  @Test
  void countriesAreFoundByTheirEnglishNames() throws Exception {
    assertThat(
        server.json("/api/stats/top/countries?search=germ&" + HOUR).at("/rows/0/name").asText(),
        is("Germany"));
  }
}
