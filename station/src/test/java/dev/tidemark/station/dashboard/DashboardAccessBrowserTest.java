package dev.tidemark.station.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** For everybody: by keyboard, by screen reader, on a phone, in both themes. */
class DashboardAccessBrowserTest extends BrowserTest {

  private final List<Hit> busy = FixtureTraffic.busy(Instant.now());

  @Override
  List<Hit> traffic() {
    return busy;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?view=health",
        "?range=30d&country=DE&browser=Chrome",
        "?from=2026-01-04T00:00:00Z&to=2026-03-06T11:00:00Z"
      })
  void aPhoneNeverScrollsSideways(String query) {
    browser.phone();
    page.open(query);
    assertThat(
        browser.script("return document.documentElement.scrollWidth + ' of ' + innerWidth"),
        is("360 of 360"));
    assertThat(
        "nothing sticks out",
        browser.script(
            "return [...document.querySelectorAll('main *, header *')].filter(e => e.checkVisibility()"
                + " && !e.closest('.scroll, .visually-hidden, svg')"
                + " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.className)"),
        is(List.of()));
  }

  @Test
  void twiceTheSizeStillFits() {
    browser.window(680, 450, false);
    page.open("");
    assertThat(
        browser.script("return document.documentElement.scrollWidth <= innerWidth"), is(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void textStandsOutFromWhatIsBehindIt(String theme) {
    page.open("");
    browser.click("[data-theme=" + theme + "]");
    for (String ground : List.of("page", "surface", "raised", "sunken", "wash", "bar")) {
      for (String text : List.of("ink", "quiet", "accent")) {
        assertThat(
            theme + " " + text + " on " + ground,
            contrast(text, ground),
            greaterThanOrEqualTo(4.5));
      }
    }
    assertThat(contrast("good", "good-wash"), greaterThanOrEqualTo(4.5));
    assertThat(contrast("bad", "surface"), greaterThanOrEqualTo(4.5));
    assertThat(contrast("ink", "bad-wash"), greaterThanOrEqualTo(4.5));
    assertThat(contrast("warn", "page"), greaterThanOrEqualTo(4.5));
    assertThat(contrast("on-accent", "accent"), greaterThanOrEqualTo(4.5));
  }

  private double contrast(String text, String ground) {
    return ((Number)
            browser.script(
                """
                const light = (name) => {
                  const probe = document.body.appendChild(document.createElement('i'));
                  probe.style.color = `var(--${name})`;
                  const parts = getComputedStyle(probe).color.match(/[\\d.]+/g).slice(0, 3).map(Number);
                  probe.remove();
                  const [r, g, b] = parts.map((p) => p / 255)
                    .map((p) => (p <= 0.04045 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4));
                  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                };
                const [a, b] = arguments.length && [...arguments].map(light).sort((x, y) => y - x);
                return (a + 0.05) / (b + 0.05);
                """,
                text,
                ground))
        .doubleValue();
  }

  @Test
  void theThemeIsTheSystemsUntilOneIsChosenAndThenItStays() {
    browser.preferring("prefers-color-scheme", "dark");
    page.open("");
    String dark = background();
    browser.click("[data-theme=light]");
    assertThat(background(), not(dark));
    page.open("");
    assertThat(background(), not(dark));
    assertThat(
        browser.element("#theme [data-theme=light]").getDomAttribute("aria-pressed"), is("true"));
    browser.click("#theme [data-theme=auto]");
    assertThat(background(), is(dark));
    assertThat(page.query(), is(""));
  }

  private String background() {
    return (String) browser.script("return getComputedStyle(document.body).backgroundColor");
  }

  @Test
  void theFirstKeyLeadsPastTheHeader() {
    page.open("");
    browser.press(Keys.TAB);
    assertThat(focused(), is("Skip to the figures"));
    browser.press(Keys.ENTER);
    assertThat(browser.script("return document.activeElement.id"), is("content"));
  }

  @Test
  void tabsTurnByArrowKeys() {
    page.open("");
    browser.script("document.querySelector('#clients-browsers').focus()");
    browser.press(Keys.ARROW_RIGHT);
    browser.settled();
    assertThat(focused(), is("Systems"));
    assertThat(browser.text("#clients [aria-selected=true]"), is("Systems"));
    browser.press(Keys.ARROW_LEFT);
    browser.press(Keys.ARROW_LEFT);
    browser.settled();
    assertThat(focused(), is("Devices"));
    assertThat(browser.text("#clients thead"), containsString("Device"));
  }

  @Test
  void aRowIsChosenByKey() {
    page.open("?range=7d");
    browser.script("document.querySelector('#places button.row-name').focus()");
    browser.press(Keys.ENTER);
    browser.settled();
    assertThat(page.query(), containsString("country=US"));
  }

  @Test
  void aDialogTakesTheFocusAndGivesItBack() {
    page.open("?range=30d");
    browser.script("document.querySelector('#pages .more').focus()");
    browser.press(Keys.ENTER);
    browser.await("the list", () -> browser.count("dialog tbody tr") > 10);
    assertThat(browser.script("return document.activeElement.type"), is("search"));
    browser.escape();
    browser.await("no dialog", () -> browser.count("dialog") == 0);
    assertThat(browser.script("return document.activeElement.className"), is("more"));
  }

  @Test
  void theFocusIsSeen() {
    page.open("");
    browser.press(Keys.TAB, Keys.TAB);
    browser.press(Keys.TAB);
    assertThat(
        browser.script("return getComputedStyle(document.activeElement).outlineStyle"),
        is("solid"));
  }

  @Test
  void thePageHasLandmarksHeadingsAndNamesForEverything() {
    page.open("");
    for (String landmark : List.of("header", "nav[aria-label]", "main", "footer", "h1")) {
      assertThat(landmark, browser.count(landmark), is(1));
    }
    assertThat(
        browser.texts("h2"),
        contains(
            "At a glance",
            "Over time",
            "Pages",
            "Where visitors come from",
            "Where visitors are",
            "What visitors use",
            "Bots"));
    assertThat(
        "buttons and links without a name",
        browser.script(
            "return [...document.querySelectorAll('button, a, select, input')]"
                + ".filter(e => !e.textContent.trim() && !e.getAttribute('aria-label') && !e.labels?.length)"
                + ".map(e => e.outerHTML)"),
        is(List.of()));
    assertThat(browser.count("[role=img]:not([aria-label])"), is(0));
    assertThat(browser.script("return document.documentElement.lang"), is("en"));
  }

  @Test
  void whoWantsLessMotionGetsNone() {
    browser.preferring("prefers-reduced-motion", "reduce");
    page.open("");
    assertThat(
        browser.script(
            "return getComputedStyle(document.querySelector('.rows .bar')).transitionDuration"),
        is("0s"));
  }

  private String focused() {
    return (String) browser.script("return document.activeElement.textContent");
  }
}
