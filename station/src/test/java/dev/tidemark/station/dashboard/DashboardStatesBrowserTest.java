package dev.tidemark.station.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Before the first event, and when something fails. */
class DashboardStatesBrowserTest extends BrowserTest {

  @Override
  List<Hit> traffic() {
    return FixtureTraffic.none();
  }

  @Test
  void beforeTheFirstEventThePageSaysHowToSendOne() {
    page.open("");
    assertThat(browser.text("#welcome-title"), is("No events yet"));
    assertThat(
        browser.texts(".snippet pre").get(0), containsString(server.address() + "/api/event"));
    assertThat(browser.element("#pages").isDisplayed(), is(false));
  }

  @Test
  void aRangeWithoutViewsOffersToClearTheFilters() {
    page.open("?browser=Lynx");
    assertThat(browser.text("#pages .empty"), containsString("No pages with these filters"));
    browser.click("#pages .empty button");
    browser.settled();
    assertThat(page.query(), is(""));
  }

  @Test
  void anEmptyHealthViewExplainsItself() {
    page.open("?view=health");
    assertThat(browser.text("#verdict"), containsString("Nothing was read yet"));
    assertThat(browser.text("#dead"), containsString("None. Every record"));
    assertThat(browser.text("#runner"), containsString("does not run in this process"));
  }

  @Test
  void oneFailureBehindEverythingIsToldOnceAndCanBeTriedAgain() {
    server.failAt(path -> path.startsWith("/api/stats/") && !path.endsWith("/live"));
    page.open("");
    browser.await(
        "the failure",
        () -> browser.text(".traffic > div .failure").contains("The database is away. Start it."));
    assertThat(browser.elements(".failure").stream().filter(e -> e.isDisplayed()).count(), is(1L));
    server.failAt(path -> false);
    browser.click(".traffic > div .failure button");
    browser.await("the figures", () -> page.figure("views").equals("0"));
    browser.await("no failure", () -> browser.count(".traffic > div .failure") == 0);
    browser.forgetComplaints();
  }

  @Test
  void aPanelThatFailsAloneKeepsTheOthersAndIsTriedAgain() {
    server.failAt(path -> path.endsWith("/top/pages"));
    page.open("?range=7d&host=shop.example");
    browser.await(
        "the failure", () -> browser.text("#pages .failure").contains("The database is away."));
    assertThat(page.figure("views"), is("0"));
    server.failAt(path -> false);
    browser.click("#pages .failure button");
    browser.await("the rows", () -> browser.text("#pages .empty").contains("No pages"));
    browser.forgetComplaints();
  }

  @Test
  void aHealthViewThatFailsIsTriedAgain() {
    server.failAt(path -> path.equals("/api/health"));
    page.open("?view=health");
    browser.await("the failure", () -> browser.text(".failure").contains("The database is away."));
    server.failAt(path -> false);
    browser.click(".failure button");
    browser.await("the ledger", () -> browser.count("#verdict") == 1);
    browser.forgetComplaints();
  }

  @Test
  void whenTheServerIsGoneWhatIsShownStays() {
    page.open("?range=7d&host=shop.example");
    server.failAt(path -> path.startsWith("/api/stats/top"));
    server.announceChange();
    browser.await(
        "the failure", () -> browser.text("#pages .failure").contains("The database is away."));
    assertThat(page.figure("views"), is("0"));
    browser.forgetComplaints();
  }
}
