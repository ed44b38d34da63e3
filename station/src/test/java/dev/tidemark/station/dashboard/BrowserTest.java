package dev.tidemark.station.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * A browser before the fixture. After each test the console must be silent, no breach of the policy
 * told, no hostile text have run, and no other server have been asked.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {

  Browser browser;
  FixtureServer server;
  DashboardSteps page;

  abstract List<Hit> traffic();

  @BeforeAll
  void start() {
    browser = Browser.start();
  }

  @BeforeEach
  void serve() {
    server = FixtureServer.start(traffic());
    page = new DashboardSteps(browser, server.address(), Optional.empty());
    browser.desktop().preferring("prefers-color-scheme", "light");
  }

  @AfterEach
  void nothingWentWrongUnseen() {
    List<String> complaints = browser.complaints();
    List<String> elsewhere =
        browser.requests().stream()
            .filter(url -> url.startsWith("http") && !url.startsWith("http://127.0.0.1:"))
            .toList();
    Object hacked = browser.script("return window.hacked");
    browser.open("about:blank");
    server.close();
    browser.forgetComplaints();
    assertThat(complaints, empty());
    assertThat(elsewhere, empty());
    assertThat("a text of an event ran", hacked == null);
  }

  @AfterAll
  void stop() {
    browser.close();
  }
}
