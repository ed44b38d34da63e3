package dev.tidemark.station.stats;

import static java.util.stream.Collectors.toSet;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.servers.Database;
import dev.tidemark.write.Migrations;
import dev.tidemark.write.Postgres;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The document says what the API does. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class OpenApiTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:40:00Z");

  private static Database database;
  private static StatsServer server;
  private static JsonNode document;

  @BeforeAll
  static void start() throws Exception {
    database = Database.start(null);
    Postgres postgres = Postgres.at(database.url(), database.user(), database.password());
    Migrations.apply(postgres);
    RandomTraffic traffic = new RandomTraffic(new Random(1), NOW.minusSeconds(7_200), NOW);
    MetricTables.append(postgres, List.of(), traffic.visits(200));
    server = new StatsServer(postgres, Clock.fixed(NOW, ZoneOffset.UTC));
    document = server.json("/api/openapi.json");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    database.close();
  }

  @Test
  void everyAddressOfTheFiguresIsDescribedAndNoOther() {
    Set<String> described = new TreeSet<>();
    document.get("paths").fieldNames().forEachRemaining(described::add);
    described.removeIf(path -> !path.startsWith("/api/stats/") || path.equals("/api/stats/live"));
    Set<String> answered =
        Stream.of(Endpoint.values())
            .flatMap(endpoint -> Stream.of(endpoint.path(), endpoint.path() + Endpoint.CSV))
            .collect(toSet());
    assertThat(described, is(new TreeSet<>(answered)));
  }

  @Test
  void everyParameterIsDescribedWhereItIsKnownAndNoOther() {
    for (Endpoint endpoint : Endpoint.values()) {
      for (String path : List.of(endpoint.path(), endpoint.path() + Endpoint.CSV)) {
        Set<String> described = new HashSet<>();
        for (JsonNode parameter : document.get("paths").get(path).at("/get/parameters")) {
          JsonNode named = document.at(parameter.get("$ref").asText().substring(1));
          if (named.get("in").asText().equals("query")) {
            described.add(named.get("name").asText());
          }
        }
        Set<String> known = endpoint.parameters().stream().map(Parameter::label).collect(toSet());
        if (known.remove("")) {
          Stream.of(Filter.values()).map(Filter::parameter).forEach(known::add);
        }
        assertThat(path, described, is(known));
      }
    }
  }

  @Test
  void everyListIsNamed() {
    JsonNode names = document.at("/components/parameters/dimension/schema/enum");
    assertThat(
        StreamSupport.stream(names.spliterator(), false).map(JsonNode::asText).toList(),
        is(Stream.of(Dimension.values()).map(Dimension::path).toList()));
  }

  @Test
  void everyAnswerIsAsDescribed() throws Exception {
    String range = "?from=2026-11-20T08:00:00Z&to=2026-11-20T11:00:00Z";
    assertDescribed("/api/stats/now", "/api/stats/now");
    for (String filter : List.of("", "&host=shop.example", "&country=DE")) {
      assertDescribed("/api/stats/summary", "/api/stats/summary" + range + filter);
      for (String interval : List.of("auto", "minute", "five_minutes", "hour", "day")) {
        assertDescribed(
            "/api/stats/series", "/api/stats/series" + range + "&interval=" + interval + filter);
      }
      for (Dimension dimension : Dimension.values()) {
        assertDescribed(
            "/api/stats/top/{dimension}", "/api/stats/top/" + dimension.path() + range + filter);
      }
    }
    assertDescribed("/api/stats/hosts", "/api/stats/hosts" + range);
  }

  @Test
  void aRefusalIsAsDescribed() throws Exception {
    JsonNode answer = StatsServer.JSON.readTree(server.get("/api/stats/hosts").body());
    assertThat(
        Schema.faults(document, document.at("/components/schemas/Error"), answer), is(empty()));
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    for (JsonNode reference : document.findValues("$ref")) {
      JsonNode target = document.at(reference.asText().substring(1));
      assertThat(reference.asText(), target.isMissingNode(), is(false));
    }
  }

  private static void assertDescribed(String path, String asked) throws Exception {
    JsonNode schema =
        document
            .get("paths")
            .get(path)
            .at("/get/responses/200/content")
            .get("application/json")
            .get("schema");
    assertThat(asked, Schema.faults(document, schema, server.json(asked)), is(empty()));
  }
}
