package dev.tidemark.station.deploy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.event.Source;
import dev.tidemark.servers.Database;
import dev.tidemark.station.stats.MetricTables;
import dev.tidemark.station.stats.Visit;
import dev.tidemark.write.Migrations;
import dev.tidemark.write.Postgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every panel of the dashboards, asked by the user that Grafana asks with. */
@Timeout(120)
class GrafanaTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOON = Instant.parse("2026-01-09T12:00:00Z");

  private static Database server;
  private static Postgres owner;
  private static Postgres reader;

  /** A query of a panel. */
  record Query(String dashboard, String panel, String kind, String sql) {
    @Override
    public String toString() {
      return dashboard + ": " + panel;
    }
  }

  @BeforeAll
  static void fill() throws Exception {
    server = Database.start(null);
    owner = Postgres.at(server.url(), server.user(), server.password());
    // What the container of the database runs when it is made, without the shell around it.
    String script = Repository.read("deploy/postgres/reader.sh");
    run(script.replaceAll("(?s).*<<'SQL'\n(.*)SQL\n.*", "$1").replace(":'password'", "'read'"));
    Migrations.apply(owner);
    reader = Postgres.at(server.url(), "reader", "read");
    MetricTables.append(owner, List.of(), visits());
    run(
        """
        INSERT INTO ledger (topic, partition, first_offset, last_offset, read, counted, late,
          duplicate, dead, bot, min_event_time, max_event_time)
        VALUES ('web_events', 0, 0, 9, 10, 8, 1, 0, 1, 1, '2026-01-09 12:00Z', '2026-01-09 12:04Z');
        INSERT INTO dead_letters (topic, partition, "offset", kafka_time, stage, failure, seen_at)
        VALUES ('web_events', 0, 3, now(), 'PARSE', 'NOT_JSON', '2026-01-09 12:01Z');
        INSERT INTO late_events (topic, partition, "offset", kafka_time, event_time, behind, payload,
          seen_at)
        VALUES ('web_events', 0, 4, now(), '2026-01-09 11:00Z', '1 hour', '{}', '2026-01-09 12:01Z');
        """);
  }

  private static List<Visit> visits() {
    List<Visit> visits = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      visits.add(
          Visit.at(NOON.plusSeconds(10L * i))
              .by("visitor" + i % 7)
              .of("https://shop.example/page" + i % 3)
              .from("https://www.google.com/", Source.Kind.SEARCH, "Google")
              .in(i % 2 == 0 ? "DE" : "FR", "", "")
              .with("Firefox", "Linux", "Desktop", i % 5 == 0));
    }
    return visits;
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static void run(String sql) throws SQLException {
    try (Connection connection = owner.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static List<Query> queries() throws IOException {
    List<Query> queries = new ArrayList<>();
    for (String file : Repository.files(".json", "deploy/grafana/dashboards")) {
      JsonNode dashboard = JSON.readTree(Repository.read(file));
      String title = dashboard.get("title").asText();
      for (JsonNode panel : dashboard.get("panels")) {
        for (JsonNode target : panel.path("targets")) {
          if (target.has("rawSql")) {
            queries.add(
                new Query(
                    title,
                    panel.get("title").asText(),
                    target.get("format").asText(),
                    target.get("rawSql").asText()));
          }
        }
      }
      for (JsonNode variable : dashboard.at("/templating/list")) {
        if (variable.at("/datasource/type").asText().equals("postgres")) {
          String name = variable.get("name").asText();
          queries.add(new Query(title, "$" + name, "table", variable.get("query").asText()));
        }
      }
    }
    return queries;
  }

  @ParameterizedTest
  @MethodSource("queries")
  void everyPanelShowsSomethingForEveryHostAndForOne(Query query) throws SQLException {
    for (String host : List.of("*", "shop.example")) {
      try (Connection connection = reader.connect();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(expanded(query.sql(), host))) {
        int count = 0;
        while (rows.next()) {
          count++;
        }
        assertThat(query + " for " + host, count, greaterThan(0));
        if (query.kind().equals("time_series")) {
          assertThat(rows.getMetaData().getColumnName(1), is("time"));
        }
      }
    }
  }

  /** As Grafana does it; the range is the hour in which the fixture has its events. */
  private static String expanded(String sql, String host) {
    String all =
        sql.replaceAll(
                "\\$__timeFilter\\(([\\w.]+)\\)",
                "$1 BETWEEN '2026-01-09T11:30:00Z' AND '2026-01-09T12:30:00Z'")
            .replace("${host:sqlstring}", "'" + host + "'");
    assertThat(all, not(containsString("$")));
    // What counts from the present would find nothing in a fixture of the past.
    return all.replace("now()", "timestamptz '2026-01-09T12:10:00Z'");
  }

  @Test
  void theReaderOfTheDashboardsChangesNothing() {
    for (String change : List.of("DELETE FROM ledger", "CREATE TABLE mine (one integer)")) {
      String answer = "";
      try (Connection connection = reader.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("SET default_transaction_read_only = off");
        statement.execute(change);
      } catch (SQLException refused) {
        answer = refused.getMessage();
      }
      assertThat(change, answer, containsString("permission denied"));
    }
  }

  @Test
  void everyPanelAsksADataSourceThatIsProvisionedAndHasAPlaceOfItsOwn() throws IOException {
    String sources = Repository.read("deploy/grafana/provisioning/datasources/tidemark.yml");
    for (String file : Repository.files(".json", "deploy/grafana/dashboards")) {
      JsonNode dashboard = JSON.readTree(Repository.read(file));
      Set<String> ids = new HashSet<>();
      Set<String> places = new HashSet<>();
      for (JsonNode panel : dashboard.get("panels")) {
        assertThat(ids.add(panel.get("id").asText()), is(true));
        assertThat(
            places.add(panel.get("gridPos").get("x") + "/" + panel.get("gridPos").get("y")),
            is(true));
        if (!panel.get("type").asText().equals("row")) {
          assertThat(sources, containsString("uid: " + panel.at("/datasource/uid").asText()));
        }
      }
    }
    assertThat(
        Repository.files(".json", "deploy/grafana/dashboards"),
        hasItem("deploy/grafana/dashboards/traffic.json"));
  }
}
