package dev.tidemark.station.explore;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.tidemark.servers.Database;
import dev.tidemark.station.dashboard.Browser;
import dev.tidemark.station.dashboard.DashboardRoutes;
import dev.tidemark.station.web.WebOptions;
import dev.tidemark.station.web.WebServer;
import dev.tidemark.write.Migrations;
import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The page Explore, as people use it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ExploreBrowserTest {

  @Test
  void aQuestionAndAQueryAreAnsweredWithAPictureATableAndAFile() throws Exception {
    try (Database database = Database.start(null)) {
      Postgres postgres = Postgres.at(database.url(), database.user(), database.password());
      Migrations.apply(postgres);
      try (Connection connection = postgres.connect();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "INSERT INTO geo_traffic SELECT t, t + INTERVAL '5 minutes', '\\x00', 'a.example',"
                + " 'DE', '', '<b>Bonn</b>', 2, 1, '\\x00', 2 FROM"
                + " generate_series('2026-01-01Z'::timestamptz, '2026-01-05Z', '6 hours') AS d (t)");
      }
      WebOptions options = CommandLine.populateCommand(new WebOptions(), "--port=0");
      try (WebServer server =
              WebServer.start(
                  options, List.of(new DashboardRoutes(), new ExploreRoutes(postgres)));
          Browser browser = Browser.start()) {
        browser.desktop().open(server.url() + "/?view=explore");
        browser.await("the questions", () -> browser.count(".questions button") > 10);
        browser.click(".questions li:nth-child(2) button");
        browser.await("an answer", () -> browser.count(".answer tbody tr") == 5);
        assertThat(browser.text("#answer-title"), is("How many are there worldwide?"));
        assertThat(browser.count(".plot .plot-point"), is(5));

        ask(browser, "SELECT city, sum(num_hits) FROM geo_traffic GROUP BY city");
        browser.await("the answer", () -> browser.count(".answer tbody tr") == 1);
        assertThat(browser.texts(".answer tbody td").get(0), is("<b>Bonn</b>"));
        String file = (String) browser.script("return document.querySelector('#answer .csv').href");
        assertThat(file, containsString("Bonn"));

        ask(browser, "SELECT value FROM settings");
        browser.await(
            "why not", () -> browser.text("#answer p.quiet").contains("permission denied"));
        assertThat(browser.count(".answer tbody tr"), is(0));
        assertThat(browser.elements(".questions button").size(), greaterThan(10));
      }
    }
  }

  private static void ask(Browser browser, String sql) {
    browser.script("document.querySelector('#sql').value = arguments[0]", sql);
    browser.click("#answer .primary");
  }
}
