package dev.tidemark.station.web.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.servers.Broker;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The script in a real browser, on a site of its own. */
class TrackingScriptTest {

  private static final AtomicInteger TOPICS = new AtomicInteger();

  @TempDir static Path profile;

  private static Broker broker;
  private static HttpServer site;
  private static String siteUrl;
  private static ChromeDriver browser;

  /** What the pages of the site hold. */
  private static volatile String html = "";

  @TempDir Path home;

  private WrittenTopic topic;
  private IngestHouse house;

  @BeforeAll
  static void openTheBrowser() throws Exception {
    broker = Broker.start();
    site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          byte[] page = html.getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    site.start();
    siteUrl = "http://127.0.0.1:" + site.getAddress().getPort();
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile.resolve("chromium"));
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                .usingAnyFreePort()
                .build(),
            options);
  }

  @AfterAll
  static void closeTheBrowser() {
    browser.quit();
    site.stop(0);
    broker.close();
  }

  @BeforeEach
  void start() {
    String name = "pages_" + TOPICS.incrementAndGet();
    broker.createTopic(name, 1);
    topic = new WrittenTopic(broker.bootstrapServers(), name);
    house = IngestHouse.start(broker, name, home, "--allowedOrigins=" + siteUrl);
  }

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void viewsNavigationInThePageAndEventsOfTheSiteArrive() throws Exception {
    html =
        """
        <!doctype html><title>Shop</title>
        <script>
          window.tidemark = window.tidemark || function () {
            (tidemark.q = tidemark.q || []).push(arguments);
          };
          tidemark("early", { first: true });
        </script>
        """
            + script("");
    browser.get(siteUrl + "/start?utm_source=news#top");
    topic.await(2);
    browser.executeScript("history.pushState({}, '', '/shoes')");
    topic.await(3);
    browser.executeScript("history.replaceState({}, '', '/shoes#size')");
    browser.executeScript("tidemark('signup', {plan: 'pro'})");
    topic.await(4);
    browser.executeScript("history.back()");
    List<JsonNode> events = topic.await(5);

    List<String> told = events.stream().map(TrackingScriptTest::told).toList();
    // The first two are requests of the same moment: either may be there first.
    assertThat(
        told.subList(0, 2),
        containsInAnyOrder(
            "page_view /start?utm_source=news", "early /start?utm_source=news {\"first\":true}"));
    assertThat(
        told.subList(2, 5),
        contains(
            "page_view /shoes",
            "signup /shoes {\"plan\":\"pro\"}",
            "page_view /start?utm_source=news"));
    assertThat(events.get(2).get("referrer").asText(), is(siteUrl + "/start?utm_source=news"));
    assertThat(events.get(0).get("user_agent").asText().contains("Chrome/"), is(true));
    Set<String> ids = new HashSet<>();
    events.forEach(event -> ids.add(event.get("event_id").asText()));
    assertThat(ids, hasSize(5));
    assertThat(browser.manage().getCookies(), is(empty()));
    assertThat(browser.executeScript("return localStorage.length + sessionStorage.length"), is(0L));
  }

  @Test
  void aPageThatIsExcludedAndAVisitorWhoObjectsAreNotCounted() throws Exception {
    html = script("data-exclude='/admin/*, /private'");
    browser.get(siteUrl + "/admin/users");
    browser.get(siteUrl + "/private");
    html =
        "<script>Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})</script>"
            + script("data-dnt");
    browser.get(siteUrl + "/objected");
    html = script("data-hash");
    browser.get(siteUrl + "/open#part");
    assertThat(
        topic.await(1).stream().map(TrackingScriptTest::told).toList(),
        contains("page_view /open#part"));
  }

  @Test
  void anEventThatWasRefusedForNowIsSentOnceMoreUnderItsId() throws Exception {
    html =
        """
        <script>
          const real = fetch;
          window.tries = [];
          window.fetch = (url, request) => {
            tries.push(JSON.parse(request.body).event_id);
            return tries.length == 1 ? Promise.resolve({ status: 503 }) : real(url, request);
          };
        </script>
        """
            + script("");
    browser.get(siteUrl + "/again");
    String id = topic.await(1).get(0).get("event_id").asText();
    assertThat(browser.executeScript("return tries"), is(List.of(id, id)));
  }

  private String script(String attributes) {
    return "<script src='" + house.server.url() + "/t.js' " + attributes + "></script>";
  }

  private static String told(JsonNode event) {
    String told =
        event.get("event_type").asText() + " " + event.get("url").asText().replace(siteUrl, "");
    return event.has("properties") ? told + " " + event.get("properties") : told;
  }
}
