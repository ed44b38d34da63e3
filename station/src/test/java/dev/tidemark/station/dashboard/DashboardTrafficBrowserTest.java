package dev.tidemark.station.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the view Traffic shows, against what the API answers. */
class DashboardTrafficBrowserTest extends BrowserTest {

  private final List<Hit> busy = FixtureTraffic.busy(Instant.now());

  /** The panel of each dimension. */
  static final Map<String, String> TABS =
      Map.ofEntries(
          Map.entry("pages", "pages"),
          Map.entry("sources", "sources"),
          Map.entry("referrers", "sources"),
          Map.entry("sourceClasses", "sources"),
          Map.entry("countries", "places"),
          Map.entry("regions", "places"),
          Map.entry("cities", "places"),
          Map.entry("browsers", "clients"),
          Map.entry("systems", "clients"),
          Map.entry("devices", "clients"),
          Map.entry("bots", "bots"));

  @Override
  List<Hit> traffic() {
    return busy;
  }

  @Test
  void theFiguresAreThoseOfTheApiBesideThoseOfThePeriodBefore() {
    page.open("?range=7d");
    JsonNode summary = page.answer("/api/stats/summary");
    assertThat(page.figure("views"), is(DashboardSteps.written(summary.get("views").asLong())));
    assertThat(
        page.figure("visitors"), is(DashboardSteps.written(summary.get("visitors").asLong())));
    assertThat(
        page.figure("bot-hits"), is(DashboardSteps.written(summary.get("botHits").asLong())));
    long before = summary.get("previous").get("views").asLong();
    assertThat(
        browser.text("#figure-views .figure-note"), is(DashboardSteps.written(before) + " before"));
    double moved = (double) (summary.get("views").asLong() - before) / before;
    assertThat(
        browser.text("#figure-views .moved"),
        containsString(Math.abs(Math.round(moved * 100)) + "%"));
  }

  @Test
  void everyTabShowsItsRowsAndSavesThemAsCsv() {
    page.open("?range=7d");
    TABS.forEach(
        (dimension, panel) -> {
          if (browser.count("#" + panel + " [role=tab]") > 0) {
            page.tab(dimension);
          }
          JsonNode answer = page.answer("/api/stats/top/" + dimension);
          List<String> shown = new ArrayList<>(page.rows("#" + panel).values());
          assertThat(dimension, shown, equalTo(DashboardSteps.hits(answer)));
          assertThat(dimension, shown.size(), greaterThan(0));
          browser.click("#" + panel + " .csv");
          browser.await(
              dimension + ".csv",
              () ->
                  browser.downloads().stream().anyMatch(file -> file.endsWith(dimension + ".csv")));
        });
  }

  @Test
  void theFileOfAPanelHoldsWhatWasAskedFor() {
    page.open("?range=7d&device=Phone");
    String address = browser.element("#clients .csv").getDomAttribute("href");
    assertThat(address, startsWith("/api/stats/top/browsers.csv?"));
    assertThat(address, containsString("device=Phone"));
    assertThat(
        new String(page.fetch(address).body(), StandardCharsets.UTF_8), startsWith("name,hits\n"));
  }

  @Test
  void theChartHasAPointForEachBucketAndSaysItInWords() {
    page.open("?range=7d");
    JsonNode series = page.answer("/api/stats/series");
    assertThat(
        browser.element(".chart-canvas").getDomAttribute("data-points"),
        is(String.valueOf(series.get("points").size())));
    assertThat(
        browser.element(".chart-canvas").getDomAttribute("aria-label"),
        startsWith("Views over time, "));
    browser.click(".chart-head button.plain");
    assertThat(browser.elements("dialog tbody tr"), hasSize(series.get("points").size()));
    assertThat(
        browser.texts("dialog tbody tr:first-child td").get(0),
        is(DashboardSteps.written(series.get("points").get(0).get("views").asLong())));
    browser.escape();
  }

  @Test
  void aLineCanBeSwitchedOff() {
    page.open("");
    browser.click(".key-before");
    assertThat(browser.element(".key-before").getDomAttribute("aria-pressed"), is("false"));
  }

  @Test
  void draggingOverTheChartLooksCloser() {
    page.open("?range=7d");
    page.dragOverChart(0.3, 0.5);
    assertThat(page.query(), startsWith("from="));
    JsonNode closer = page.answer("/api/stats/series");
    Instant from = Instant.parse(closer.get("from").asText());
    Instant to = Instant.parse(closer.get("to").asText());
    double days = (to.getEpochSecond() - from.getEpochSecond()) / 86_400.0;
    assertThat("about a fifth of seven days: " + days, days > 1 && days < 2);
    assertThat(browser.element("[data-range=custom]").getDomAttribute("aria-pressed"), is("true"));
    browser.back();
    browser.settled();
    assertThat(page.query(), is("range=7d"));
  }

  @Test
  void allRowsAreInADialogThatSearches() {
    page.open("?range=30d");
    browser.click("#pages .more");
    browser.await("the list", () -> browser.count("dialog tbody tr") > 50);
    browser.press("weekender");
    browser.await("what was sought", () -> browser.count("dialog tbody tr") == 3);
    browser.press("nothing of the kind");
    browser.await("nothing", () -> browser.text("dialog .empty").startsWith("Nothing matches"));
    // The first empties the search, as in every search field.
    browser.escape();
    browser.escape();
    browser.await("no dialog", () -> browser.count("dialog") == 0);
  }

  @Test
  void aRowOfTheDialogFiltersAndClosesIt() {
    page.open("?range=30d");
    browser.click("#pages .more");
    browser.await("the list", () -> browser.count("dialog tbody tr") > 50);
    browser.elements("dialog button.row-name").get(20).click();
    browser.settled();
    assertThat(browser.count("dialog"), is(0));
    assertThat(page.rows("#pages").size(), is(1));
  }

  @Test
  void nowFollowsThePulse() {
    page.open("");
    browser.await("a pulse", () -> browser.text("#connection").equals("Live"));
    String rate = browser.text("#now-rate");
    browser.await("the next pulse", () -> !browser.text("#now-rate").equals(rate));
    browser.await("a line", () -> browser.element(".beat-line").getDomAttribute("d") != null);
    assertThat(browser.text("#now-visitors"), not("–"));
    assertThat(browser.element(".now [aria-live]").getDomAttribute("aria-live"), is("polite"));
  }

  @Test
  void aChangeIsFetchedWithoutMovingThePageOrTheFocus() {
    page.open("?range=7d");
    browser.script(
        "scrollTo(0, 500);"
            + " document.querySelectorAll('#sources button.row-name')[2].focus({preventScroll: true})");
    String focused = (String) browser.script("return document.activeElement.textContent");
    browser.script("document.querySelector('#sources tbody tr').dataset.same = 'yes'");
    Instant before = Instant.parse(lastFrom());
    server.announceChange();
    browser.await("another question", () -> Instant.parse(lastFrom()).isAfter(before));
    browser.settled();
    assertThat(browser.script("return document.activeElement.textContent"), is(focused));
    assertThat(browser.script("return scrollY"), is(500L));
    assertThat("rows are kept, not made again", browser.count("#sources tr[data-same]"), is(1));
  }

  @Test
  void nothingIsFetchedWhileNobodyLooks() {
    page.open("");
    browser.script("Object.defineProperty(document, 'hidden', {value: true, configurable: true})");
    String before = lastFrom();
    server.announceChange();
    String rate = browser.text("#now-rate");
    browser.await("the next pulse", () -> !browser.text("#now-rate").equals(rate));
    assertThat(lastFrom(), is(before));
    browser.script("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
    browser.await("a question", () -> !lastFrom().equals(before));
  }

  @Test
  void aBrokenStreamIsTakenUpAgainAndAsksForWhatWasMissed() {
    page.open("");
    browser.await("a pulse", () -> browser.text("#connection").equals("Live"));
    String before = lastFrom();
    server.dropListeners();
    browser.await("the loss", () -> browser.text("#connection").equals("Reconnecting…"));
    browser.await("the return", () -> browser.text("#connection").equals("Live"));
    browser.await("a question", () -> !lastFrom().equals(before));
    browser.settled();
    browser.forgetComplaints();
  }

  @Test
  void theRangesAreThoseOfTheButtons() {
    page.open("");
    for (String range : List.of("30m", "7d", "30d", "24h")) {
      page.range(range);
      assertThat(page.query(), is(range.equals("24h") ? "" : "range=" + range));
      assertThat(
          browser.element("[data-range='" + range + "']").getDomAttribute("aria-pressed"),
          is("true"));
      Instant from = Instant.parse(page.answer("/api/stats/summary").get("from").asText());
      long minutes = (Instant.now().getEpochSecond() - from.getEpochSecond()) / 60;
      long asked =
          range.endsWith("m")
              ? 30
              : range.endsWith("h") ? 1440 : Long.parseLong(range.replace("d", "")) * 1440;
      assertThat(minutes + " minutes", Math.abs(minutes - asked) <= 6);
    }
  }

  @Test
  void theMapShowsWhatTheTableSays() {
    page.open("?range=30d");
    long drawn =
        page
            .get(server.address() + "/api/stats/top/countries?limit=300&" + sameRange())
            .get("rows")
            .findValuesAsText("code")
            .stream()
            .filter(code -> !code.isEmpty())
            .count();
    browser.await(
        "the map", () -> browser.element(".map-canvas").getDomAttribute("data-shown") != null);
    assertThat(
        browser.element(".map-canvas").getDomAttribute("data-shown"), is(String.valueOf(drawn)));
    assertThat(
        browser.element(".map-canvas").getDomAttribute("aria-label"),
        containsString("United States"));
  }

  @Test
  void theTitleOfTheWindowNamesTheSite() {
    page.open("?host=shop.example");
    assertThat(browser.script("return document.title"), is("shop.example · Tidemark"));
    assertThat(browser.texts("[aria-current=page]"), contains("Traffic"));
  }

  private String sameRange() {
    JsonNode summary = page.answer("/api/stats/summary");
    return "from=" + summary.get("from").asText() + "&to=" + summary.get("to").asText();
  }

  private String lastFrom() {
    return (String)
        browser.script(
            "return new URL(performance.getEntriesByType('resource').map(e => e.name)"
                + ".filter(n => n.includes('/api/stats/series?')).at(-1)).searchParams.get('from')");
  }
}
