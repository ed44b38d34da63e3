package dev.tidemark.station.explore;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.servers.Database;
import dev.tidemark.station.web.Client;
import dev.tidemark.station.web.WebOptions;
import dev.tidemark.station.web.WebServer;
import dev.tidemark.write.Migrations;
import dev.tidemark.write.Postgres;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What may be asked in SQL, and what may not. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ExploreRoutesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Database database;
  private static WebServer server;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    database = Database.start(null);
    Postgres postgres = Postgres.at(database.url(), database.user(), database.password());
    Migrations.apply(postgres);
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO geo_traffic SELECT t, t + INTERVAL '5 minutes', '\\x00', 'a.example', 'DE',"
              + " '', 'Bonn', 2, 1, '\\x00', 2 FROM generate_series('2026-01-01Z'::timestamptz,"
              + " '2026-01-05Z', '6 hours') AS times (t)");
    }
    WebOptions options = CommandLine.populateCommand(new WebOptions(), "--port=0");
    server = WebServer.start(options, List.of(new ExploreRoutes(postgres)));
    client = new Client(server);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    database.close();
  }

  @Test
  void everyQuestionOfThePageIsAnswered() throws Exception {
    JsonNode questions = JSON.readTree(client.get("/api/explore").body()).path("questions");
    assertThat(questions.size(), greaterThan(10));
    for (JsonNode question : questions) {
      String name = URLEncoder.encode(question.path("name").asText(), StandardCharsets.UTF_8);
      HttpResponse<String> answer = client.get("/api/explore/" + name.replace("+", "%20"));
      assertThat(answer.body(), answer.statusCode(), is(200));
    }
    JsonNode totals = JSON.readTree(client.get("/api/explore/totals%20worldwide").body());
    assertThat(totals.path("columns").toString(), is("[\"day\",\"interactions\"]"));
    assertThat(totals.path("numeric").toString(), is("[false,true]"));
    assertThat(totals.path("rows").get(0).toString(), is("[\"2026-01-01\",\"8\"]"));
    assertThat(client.get("/api/explore/nothing").statusCode(), is(404));
  }

  @Test
  void anAnswerIsCutAndSaysSo() throws Exception {
    JsonNode answer = JSON.readTree(ask("SELECT * FROM generate_series(1, 2000)").body());
    assertThat(answer.path("rows").size(), is(1_000));
    assertThat(answer.path("cut").asBoolean(), is(true));
    JsonNode whole = JSON.readTree(ask("SELECT * FROM generate_series(1, 1000)").body());
    assertThat(whole.path("cut").asBoolean(), is(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT value FROM settings",
        "SELECT * FROM processed_events",
        "DELETE FROM geo_traffic",
        "UPDATE dim_date SET year = 0",
        "CREATE TABLE mine (a int)",
        "CREATE TEMPORARY TABLE mine (a int)",
        "SELECT set_config('role', 'tidemark_writer', false)",
        "SET SESSION AUTHORIZATION postgres",
        "COPY geo_traffic TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/hostname')",
        "SELECT lo_create(0)",
        "SELECT FROM WHERE",
      })
  void whatIsNotReadingFiguresIsRefused(String sql) throws Exception {
    HttpResponse<String> answer = ask(sql);
    assertThat(answer.body(), answer.statusCode(), is(400));
    assertThat(JSON.readTree(answer.body()).path("remedy").asText(), containsString("query"));
  }

  @Test
  void aQueryWithoutAnEndIsEnded() throws Exception {
    HttpResponse<String> answer =
        ask("SELECT set_config('statement_timeout', '0', false), pg_sleep(60)");
    assertThat(answer.statusCode(), is(400));
    assertThat(answer.body(), containsString("longer than ten seconds"));
  }

  @Test
  void anotherSiteCannotAsk() throws Exception {
    HttpResponse<String> answer =
        client.post("/api/explore/sql", "{\"sql\":\"SELECT 1\"}", "Content-Type", "text/plain");
    assertThat(answer.statusCode(), is(403));
  }

  private static HttpResponse<String> ask(String sql) throws Exception {
    return client.post(
        "/api/explore/sql", JSON.writeValueAsString(Map.of("sql", sql)), "X-Tidemark", "1");
  }
}
