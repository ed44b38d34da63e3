package dev.tidemark.station.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Filters, sites, custom ranges: all of them stand in the address. */
class DashboardFiltersBrowserTest extends BrowserTest {

  private final List<Hit> busy = FixtureTraffic.busy(Instant.now());

  @Override
  List<Hit> traffic() {
    return busy;
  }

  @Test
  void aClickOnARowFiltersEverythingAndAnotherTakesItAway() {
    page.open("?range=30d");
    String all = page.figure("views");
    DashboardTrafficBrowserTest.TABS.forEach(
        (dimension, panel) -> {
          boolean tabs = browser.count("#" + panel + " [role=tab]") > 0;
          if (tabs) {
            page.tab(dimension);
          }
          page.row("#" + panel, 1);
          assertThat(
              dimension, page.chips().size(), is(2 * FixtureApi.DIMENSIONS.get(dimension).size()));
          String narrowed = page.figure("views");
          assertThat(dimension, narrowed, not(all));
          if (tabs) {
            page.tab(dimension);
          }
          assertThat(dimension, page.rows("#" + panel).values().iterator().next(), is(narrowed));
          assertThat(
              browser.element("#" + panel + " button.row-name").getDomAttribute("aria-pressed"),
              is("true"));
          page.row("#" + panel, 0);
          assertThat(dimension, page.chips(), empty());
          assertThat(dimension, page.query(), is("range=30d"));
        });
  }

  @Test
  void filtersAddUpAndAreRemovedOneByOneOrAllAtOnce() {
    page.open("?range=30d");
    page.row("#clients", 0);
    page.tab("devices").row("#clients", 0);
    page.row("#pages", 0);
    assertThat(page.chips().size(), is(6));
    page.removeChip("device");
    assertThat(page.chips().size(), is(4));
    browser.click("#chips > button");
    browser.settled();
    assertThat(page.chips(), empty());
  }

  @Test
  void aCountryOfTheMapIsAFilterAndOpensIntoItsRegions() {
    page.open("?range=30d");
    page.country("Brazil");
    browser.await("the filter", () -> page.query().contains("country=BR"));
    browser.settled();
    assertThat(page.chips(), contains("Country", "Brazil"));
    assertThat(browser.text("#places [aria-selected=true]"), is("Regions"));
    assertThat(page.rows("#places").keySet(), is(Set.of("São Paulo")));
    page.country("Brazil");
    browser.await("no filter", () -> !page.query().contains("country"));
    browser.settled();
    assertThat(browser.text("#places [aria-selected=true]"), is("Countries"));
  }

  @Test
  void aDeepLinkShowsWhatItSays() {
    page.open("?range=7d&host=shop.example&country=DE&device=Desktop&bot=false");
    assertThat(
        page.chips(), contains("Country", "Germany", "Device", "Desktop", "Visitors", "No bots"));
    assertThat(browser.element("[data-range='7d']").getDomAttribute("aria-pressed"), is("true"));
    assertThat(browser.script("return document.querySelector('#host').value"), is("shop.example"));
    String asked = page.answer("/api/stats/summary").get("views").asText();
    assertThat(page.figure("views"), is(asked));
  }

  @Test
  void anEmptyNameIsAFilterLikeAnyOther() {
    page.open("?range=30d&country=");
    assertThat(page.chips(), contains("Country", "Unknown"));
    assertThat(page.figure("views"), not("0"));
  }

  @Test
  void backAndForwardGoThroughWhatWasChosen() {
    page.open("");
    page.range("7d");
    page.row("#clients", 0);
    String withRow = page.query();
    assertThat(page.chips(), not(empty()));
    page.host("blog.example");
    assertThat(page.query(), containsString("host=blog.example"));
    browser.back();
    awaitQuery(withRow);
    assertThat(browser.script("return document.querySelector('#host').selectedIndex"), is(0L));
    browser.back();
    awaitQuery("range=7d");
    assertThat(page.chips(), empty());
    browser.back();
    awaitQuery("");
    browser.forward();
    awaitQuery("range=7d");
  }

  private void awaitQuery(String query) {
    browser.await("the address with " + query, () -> page.query().equals(query));
    browser.settled();
  }

  @Test
  void aSiteNarrowsEverythingAndShortensItsPages() {
    page.open("?range=7d").host("docs.example");
    assertThat(page.rows("#pages").keySet().iterator().next(), is("/"));
    assertThat(page.answer("/api/stats/top/pages").toString(), not(containsString("shop.example")));
    page.host("All sites");
    assertThat(page.query(), is("range=7d"));
  }

  @Test
  void aCustomRangeIsChosenInTheTimeOfTheReader() {
    page.open("");
    browser.click("[data-range=custom]");
    setTimes("2026-01-05T00:00", "2026-01-04T00:00");
    browser.click("dialog .primary");
    assertThat(browser.text("dialog .trouble"), containsString("ends before it begins"));
    setTimes("2026-01-04T00:00", "2026-01-06T00:00");
    browser.click("dialog .primary");
    browser.settled();
    String from = (String) browser.script("return new Date('2026-01-04T00:00').toISOString()");
    assertThat(page.query(), containsString("from=" + from.replace(":", "%3A")));
    assertThat(browser.text("[data-range=custom]"), containsString("Jan"));
    assertThat(browser.text(".time .empty"), containsString("No views in this range"));
  }

  private void setTimes(String from, String to) {
    browser.element("dialog input");
    browser.script(
        "const [from, to] = document.querySelectorAll('dialog input');"
            + " from.value = arguments[0]; to.value = arguments[1]",
        from,
        to);
  }

  @Test
  void whatTheAddressGetsWrongIsLeftOut() {
    page.open("?range=century&view=none&from=yesterday&to=x&colour=red");
    assertThat(browser.element("[data-range='24h']").getDomAttribute("aria-pressed"), is("true"));
  }
}
