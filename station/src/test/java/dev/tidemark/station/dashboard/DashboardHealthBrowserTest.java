package dev.tidemark.station.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;

/** The view Health, of a stream that is well and of one that is not. */
class DashboardHealthBrowserTest extends BrowserTest {

  @Override
  List<Hit> traffic() {
    return FixtureTraffic.hostile(Instant.now());
  }

  @Test
  void theIntakeTellsWhatWasAcceptedAndWhyRequestsWereRefused() {
    page.open("?view=health");
    assertThat(browser.text("#intake"), containsString("48,210"));
    assertThat(browser.text("#intake"), containsString("Requests refused: too fast"));
    assertThat(browser.text("#intake"), not(containsString("not json")));
  }

  @Test
  void theBooksAreGreenWhenTheSumsHold() {
    page.open("?view=health");
    assertThat(browser.text("#verdict"), containsString("The books balance"));
    assertThat(browser.count(".balance.well"), is(1));
    assertThat(browser.text("#ledger-read"), is("4,812,345"));
    assertThat(browser.text("#ledger-sum"), is("4,812,345"));
    assertThat(
        browser.texts("#ledger tbody tr td:nth-child(2)"),
        contains("4,807,213", "1,874", "3,011", "247"));
  }

  @Test
  void theBooksAreRedWhenRecordsAreMissing() {
    server.health.trouble();
    page.open("?view=health");
    assertThat(browser.count(".balance.ill"), is(1));
    assertThat(browser.text("#verdict"), containsString("32 records are missing"));
    assertThat(browser.text("#verdict"), containsString("partition 2: offsets 120,000 to 120,032"));
    assertThat(browser.text("#connections [data-connection=Kafka]"), containsString("Away"));
    assertThat(
        browser.text("#connections [data-connection=Kafka]"), containsString("No broker answers"));
  }

  @Test
  void trafficAndHealthAreOneClickApart() {
    page.open("?range=7d");
    browser.element("nav a:nth-child(2)").click();
    browser.settled();
    assertThat(page.query(), is("view=health&range=7d"));
    assertThat(browser.count("#ledger"), is(1));
    browser.back();
    browser.settled();
    assertThat(browser.count("#pages"), is(1));
  }

  @Test
  void everyPartitionHasItsLagAndWatermark() {
    page.open("?view=health");
    assertThat(browser.elements("#partitions tbody tr"), hasSize(4));
    assertThat(browser.text("#partitions [data-partition='1']"), containsString("22"));
    assertThat(browser.text("#partitions [data-partition='1']"), containsString("1 min 2 s"));
    assertThat(browser.text("#partitions [data-partition='3']"), containsString("idle"));
  }

  @Test
  void freshnessAndTheJobAreThere() {
    page.open("?view=health");
    assertThat(browser.text("#freshness-half .figure-value"), is("2.4 s"));
    assertThat(browser.text("#freshness-most .figure-value"), is("7.9 s"));
    assertThat(browser.text("#job-state"), is("RUNNING"));
    assertThat(browser.elements("#runner tbody tr"), hasSize(6));
    assertThat(browser.text("#runner tbody tr"), containsString("1.8 MB"));
  }

  @Test
  void deadLettersSayWhyAndShowSamples() {
    page.open("?view=health");
    assertThat(
        browser.texts("#dead tbody code"),
        contains("NOT_JSON", "NO_URL", "IMPLAUSIBLE_EVENT_TIME"));
    assertThat(
        browser.text("#dead [data-failure=NO_URL]"), containsString("No field that could be"));
    browser.click("[data-failure=NOT_JSON] .actions button");
    browser.await("the samples", () -> browser.count(".sample") == 3);
    String second = browser.texts(".payload").get(1);
    assertThat(second, is("<script>window.hacked=1</script>[U+0000][U+202E][U+0007] not json"));
    assertThat(browser.text(".sample:last-child"), containsString("The payload goes on"));
  }

  @Test
  void allRecordsOfAFailureAreReplayedOnceSomebodySaysSo() {
    page.open("?view=health");
    browser.click("[data-failure=NOT_JSON] .actions button:last-child");
    assertThat(browser.text("dialog"), containsString("Send all 180 records"));
    assertThat("nothing before the word", server.health.replayed, hasSize(0));
    browser.click("dialog .primary");
    browser.await(
        "the word", () -> browser.text(".announcement").equals("180 records were sent again."));
    assertThat(server.health.replayed.toString(), is("[{\"failure\":\"NOT_JSON\"}]"));
    assertThat(browser.count("dialog"), is(0));
  }

  @Test
  void oneRecordIsRepairedAndReplayed() {
    page.open("?view=health");
    browser.click("[data-failure=NOT_JSON] .actions button");
    browser.await("the samples", () -> browser.count(".sample") == 3);
    browser.elements(".sample .buttons button").get(0).click();
    WebElement text = browser.element("textarea");
    assertThat(text.getDomProperty("value"), containsString("\"https://shop.example/\",}"));
    text.clear();
    text.sendKeys("{\"url\": \"https://shop.example/\"}");
    browser
        .elements("dialog")
        .get(1)
        .findElement(org.openqa.selenium.By.cssSelector(".primary"))
        .click();
    browser.await(
        "the word", () -> browser.text(".announcement").equals("1 record was sent again."));
    assertThat(
        server.health.replayed.toString(),
        is(
            "[{\"records\":[{\"topic\":\"web_events\",\"partition\":0,\"offset\":88001}],"
                + "\"payload\":\"{\\\"url\\\": \\\"https://shop.example/\\\"}\"}]"));
  }

  @Test
  void oneRecordIsReplayedAsItIs() {
    page.open("?view=health");
    browser.click("[data-failure=NOT_JSON] .actions button");
    browser.await("the samples", () -> browser.count(".sample") == 3);
    browser.click(".sample:last-child .buttons button");
    browser.await(
        "the word", () -> browser.text(".sample:last-child .buttons").equals("Sent again"));
    assertThat(server.health.replayed.toString(), not(containsString("payload")));
  }

  @Test
  void aReplayThatFailsSaysSoAndCanBeTriedAgain() {
    page.open("?view=health");
    browser.click("[data-failure=NO_URL] .actions button:last-child");
    server.failAt(path -> path.endsWith("/replay"));
    browser.click("dialog .primary");
    browser.await(
        "the reason", () -> browser.text("dialog .trouble").startsWith("The database is away."));
    server.failAt(path -> false);
    browser.click("dialog .primary");
    browser.await("the word", () -> browser.text(".announcement").contains("sent again"));
    browser.forgetComplaints();
  }

  @Test
  void theViewAsksAgainByItself() {
    page.open("?view=health");
    server.health.trouble();
    browser.await("the trouble", () -> browser.count(".balance.ill") == 1);
  }
}
