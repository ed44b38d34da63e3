package dev.tidemark.station.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page before a live stream: what it shows is what the tables hold. With {@code
 * -Dpictures=docs/images} it also takes the pictures of the documentation.
 */
@Timeout(400)
class DashboardLiveBrowserTest {

  private static final int ROWS = 5;

  /** Of each panel: its tab, and the table and column that it shows. */
  private record Shown(
      String panel, String tab, String table, String sum, String key, String condition) {}

  private static final List<Shown> PANELS =
      List.of(
          new Shown("#pages", "pages", "page_view_counts", "view_count", "url", "true"),
          new Shown(
              "#sources",
              "sources",
              "source_traffic",
              "num_hits",
              "source_class, source_name",
              "true"),
          new Shown(
              "#sources", "referrers", "aggregated_web_traffic", "num_hits", "referrer", "true"),
          new Shown(
              "#sources", "sourceClasses", "source_traffic", "num_hits", "source_class", "true"),
          new Shown("#places", "countries", "geo_traffic", "num_hits", "country_code", "true"),
          new Shown(
              "#places", "regions", "geo_traffic", "num_hits", "country_code, region", "true"),
          new Shown(
              "#places", "cities", "geo_traffic", "num_hits", "country_code, region, city", "true"),
          new Shown("#clients", "browsers", "client_traffic", "num_hits", "browser", "true"),
          new Shown(
              "#clients", "systems", "client_traffic", "num_hits", "operating_system", "true"),
          new Shown("#clients", "devices", "client_traffic", "num_hits", "device_class", "true"),
          new Shown("#bots", "bots", "client_traffic", "num_hits", "browser", "is_bot"));

  @TempDir Path directory;

  @Test
  void whatIsShownIsWhatTheTablesHold() throws Exception {
    try (LiveStation station = LiveStation.start(directory);
        Browser browser = Browser.start();
        Connection database = station.connect()) {
      Instant to = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofMinutes(20));
      Instant from = to.minus(Duration.ofMinutes(60));
      DashboardSteps page = new DashboardSteps(browser, station.address(), Optional.of(database));
      settle(station);

      browser.desktop().preferring("prefers-color-scheme", "light");
      page.openBetween(from, to);
      for (Shown shown : PANELS) {
        if (browser.count("[role=tab][id$='-" + shown.tab() + "']") > 0) {
          page.tab(shown.tab());
        }
        List<String> rows = page.counts(shown.panel()).stream().limit(ROWS).toList();
        assertThat(
            shown.tab(),
            rows,
            is(
                page.sums(
                    shown.table(), shown.sum(), shown.key(), shown.condition(), from, to, ROWS)));
      }
      assertThat(
          page.figure("views"),
          is(page.sums("page_view_counts", "view_count", "()", "true", from, to, 1).get(0)));

      theNowLineMoves(station, browser, page);
      theBooksAreThoseOfTheLedger(station, browser, page);
      aReplayReachesTheTopic(station, browser);
      pictures(browser, page);
      assertThat(browser.complaints(), empty());
    }
  }

  /** Until windows that closed a while ago hold all that was sent of them. */
  private static void settle(LiveStation station) throws Exception {
    String behind =
        "SELECT count(*) FROM (SELECT max(max_event_time) AS reached FROM ledger"
            + " GROUP BY topic, partition) AS partitions WHERE reached < now() - interval '5 min'";
    String closed =
        "SELECT count(*) FROM host_traffic WHERE window_end > now() - interval '15 min'";
    station.await("every partition is near", () -> station.number(behind) == 0);
    station.await("its windows are written", () -> station.number(closed) > 0);
  }

  private static void theNowLineMoves(LiveStation station, Browser browser, DashboardSteps page)
      throws Exception {
    page.open("?range=30m");
    browser.await("visitors now", () -> !browser.text(".figure-value").matches("0|–|"));
    String before = page.figure("views");
    station.await("the views go on", () -> !page.figure("views").equals(before));
  }

  private static void theBooksAreThoseOfTheLedger(
      LiveStation station, Browser browser, DashboardSteps page) throws Exception {
    page.open("?view=health");
    browser.await("the verdict", () -> browser.count(".balance.well") == 1);
    assertThat(browser.elements("#partitions tbody tr").size(), is(4));
    long read = Long.parseLong(browser.text("#ledger-read").replace(",", ""));
    assertThat(station.number("SELECT sum(read) FROM ledger"), greaterThan(read - 1));
    assertThat(browser.text("#ledger-sum"), is(browser.text("#ledger-read")));
    assertThat(browser.text("#runner"), not(is("")));
  }

  private static void aReplayReachesTheTopic(LiveStation station, Browser browser)
      throws Exception {
    String failure = "NOT_JSON";
    browser.click("[data-failure=" + failure + "] .actions button:last-child");
    browser.click("dialog .primary");
    station.await(
        "the dead letters are sent again",
        () ->
            station.number(
                    "SELECT count(*) FROM dead_letters WHERE replayed_at IS NOT NULL"
                        + " AND failure = 'NOT_JSON'")
                > 0);
  }

  private static void pictures(Browser browser, DashboardSteps page) {
    String directory = System.getProperty("pictures");
    if (directory == null) {
      return;
    }
    Path images = Path.of(directory);
    for (String theme : List.of("light", "dark")) {
      browser.preferring("prefers-color-scheme", theme);
      for (String view : List.of("traffic", "health")) {
        String query = view.equals("traffic") ? "?range=24h" : "?view=health";
        browser.desktop();
        page.open(query);
        browser.picture(images.resolve(view + "-" + theme + "-desktop.png"), true);
        browser.phone();
        page.open(query);
        browser.picture(images.resolve(view + "-" + theme + "-phone.png"), true);
      }
    }
  }
}
