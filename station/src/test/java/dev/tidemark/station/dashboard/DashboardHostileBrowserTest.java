package dev.tidemark.station.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.startsWith;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts of strangers: all of them are shown, none of them acts. */
class DashboardHostileBrowserTest extends BrowserTest {

  @Override
  List<Hit> traffic() {
    return FixtureTraffic.hostile(Instant.now());
  }

  @Test
  void noTabRunsWhatItShows() {
    page.open("");
    for (String dimension :
        List.of(
            "sources",
            "referrers",
            "countries",
            "regions",
            "cities",
            "browsers",
            "systems",
            "devices")) {
      page.tab(dimension);
      assertThat(dimension, browser.count(".rows img, .rows script"), is(0));
      assertThat(
          dimension,
          browser.script("return document.documentElement.scrollWidth <= innerWidth"),
          is(true));
    }
  }

  @Test
  void namesAreShownToTheLetterAndControlCharactersByNumber() {
    page.open("");
    browser.click("#sources .more");
    browser.await(
        "the list", () -> browser.count("dialog tbody tr") == FixtureTraffic.HOSTILE.size());
    List<String> names = browser.texts("dialog .row-name");
    assertThat(names, hasItem("https://shop.example/<script>window.hacked=1</script>"));
    assertThat(names, hasItem("https://shop.example/[U+202E]gnp.exe"));
    assertThat(
        names, hasItem("https://shop.example/a[U+0000]b[U+0007]c[U+000A]d[U+0009]e[U+009F]"));
    assertThat(names, hasItem("javascript:window.hacked=1"));
    assertThat(browser.count("dialog .row-name bdi"), is(FixtureTraffic.HOSTILE.size()));
  }

  @Test
  void onlyHttpBecomesALinkAndItTakesNothingAlong() {
    page.open("");
    browser.click("#pages .more");
    browser.await(
        "the list", () -> browser.count("dialog tbody tr") == FixtureTraffic.HOSTILE.size());
    @SuppressWarnings("unchecked")
    List<String> links =
        (List<String>)
            browser.script("return [...document.querySelectorAll('a.out')].map(a => a.href)");
    assertThat(links, everyItem(startsWith("https://shop.example/")));
    assertThat(
        browser.count(
            "a.out:not([rel='noopener noreferrer']), a[href^='javascript'], a[href^='data']"),
        is(0));
  }

  @Test
  void aTextOfHundredThousandCharactersIsCutEverywhere() {
    page.open("");
    Object longest =
        browser.script(
            "return Math.max(...[...document.querySelectorAll('*')].flatMap("
                + "e => [...e.attributes].map(a => a.value.length).concat("
                + "[...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data.length))))");
    assertThat(((Number) longest).intValue(), lessThan(2000));
    assertThat(browser.count("#pages tbody tr:first-child span.row-name"), is(1));
  }

  @Test
  void aHostileTextIsAFilterLikeAnyOther() {
    page.open("");
    page.row("#pages", 0);
    assertThat(page.chips(), hasItem(startsWith("=HYPERLINK")));
    page.removeChip("page");
    page.open(
        "?page=%22%3E%3Cimg%20src%3Dx%20onerror%3Dwindow.hacked%3D1%3E&country=%3Cb%3E&range=%3Cscript%3E");
    assertThat(page.chips(), hasItem("\"><img src=x onerror=window.hacked=1>"));
    page.open("?host=%3Cscript%3Ewindow.hacked%3D1%3C%2Fscript%3E");
    assertThat(
        browser.script("return document.querySelector('#host').value"),
        is("<script>window.hacked=1</script>"));
  }

  @Test
  void theTipsOfMapAndChartAreElementsToo() {
    page.open("");
    page.pointAt("Germany");
    browser.await("the map's tip", () -> browser.text(".map .tip strong").equals("Germany"));
    browser.actions().moveToElement(browser.element(".chart-canvas")).perform();
    browser.await("the chart's tip", () -> browser.text(".chart .tip").contains("Views"));
  }
}
