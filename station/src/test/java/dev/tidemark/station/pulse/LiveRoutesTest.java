package dev.tidemark.station.pulse;

import static dev.tidemark.station.Installation.eventually;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.event.Lateness;
import dev.tidemark.station.Installation;
import dev.tidemark.station.web.Json;
import dev.tidemark.station.web.WebOptions;
import dev.tidemark.station.web.WebServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(60)
class LiveRoutesTest {
  private static Installation ground;
  private static Heart heart;
  private static LiveRoutes live;
  private static WebServer server;

  @BeforeAll
  static void start() throws Exception {
    ground = Installation.start();
    ground.broker().createTopic("events", 1);
    ground.produce("events", 0, "a", "b", "c");
    ground.enter("events", 0, 0, 1, 1, 0, 0, 1, "2026-01-09 12:00:00Z");
    // Whatever minute it is when the test asks, one of the two windows of now has 7, the other 5.
    for (int minute = -5; minute <= 0; minute++) {
      ground.run(
          visitors(minute(minute), "*", minute % 2 == 0 ? 5 : 7),
          visitors(minute(minute), "shop.example", 3));
    }
    ground.run(visitors(minute(-7), "*", 99), visitors(minute(20), "*", 99));
    heart =
        new Heart(
            ground.postgres(), ground.kafka(), "events", Lateness.DEFAULT, Duration.ofSeconds(60));
    heart.start();
    live = new LiveRoutes(heart, ground.postgres());
    server = WebServer.start(options(), List.of(live));
  }

  @AfterAll
  static void stop() throws Exception {
    live.close();
    server.close();
    heart.close();
    ground.close();
  }

  @Test
  void aPulseComesEverySecondAsTheContractSays() throws Exception {
    HttpResponse<Stream<String>> response = open("");
    assertThat(
        response.headers().firstValue("Content-Type").orElseThrow(),
        startsWith("text/event-stream"));
    Iterator<String> lines = response.body().iterator();
    assertThat(lines.next(), is("retry: 2000"));
    JsonNode pulse = next(lines, "pulse");
    assertThat(pulse.get("visitors").asLong(), is(7L));
    assertThat(pulse.get("lag").asLong(), is(1L));
    assertThat(pulse.get("dead").asLong(), is(1L));
    assertThat(pulse.get("late").asLong(), is(0L));
    assertThat(pulse.get("watermark").asText(), is("2026-01-09T11:59:00.000Z"));
    assertThat(pulse.get("behindSeconds").isNumber(), is(true));
    String first = pulse.get("at").asText();
    assertThat(next(lines, "pulse").get("at").asText().compareTo(first) > 0, is(true));
    response.body().close();
  }

  @Test
  void whoComesLaterIsToldWhatCameInBefore() throws Exception {
    HttpResponse<Stream<String>> earlier = open("");
    Iterator<String> lines = earlier.body().iterator();
    next(lines, "pulse");
    next(lines, "pulse");
    HttpResponse<Stream<String>> later = open("");
    JsonNode before = next(later.body().iterator(), "before").get("eventsPerSecond");
    assertThat(before.size(), greaterThan(1));
    assertThat(before.get(0).isNumber(), is(true));
    earlier.body().close();
    later.body().close();
  }

  @Test
  void theVisitorsAreThoseOfTheHostThatWasAskedFor() throws Exception {
    HttpResponse<Stream<String>> shop = open("?host=shop.example");
    assertThat(next(shop.body().iterator(), "pulse").get("visitors").asLong(), is(3L));
    HttpResponse<Stream<String>> none = open("?host=nobody.example");
    assertThat(next(none.body().iterator(), "pulse").get("visitors").asLong(), is(0L));
    shop.body().close();
    none.body().close();
  }

  @Test
  void rowsThatAreWrittenAreAnnounced() throws Exception {
    HttpResponse<Stream<String>> response = open("");
    Iterator<String> lines = response.body().iterator();
    next(lines, "pulse");
    long before = heart.latest().orElseThrow().changes();
    ground.run(visitors("now() - interval '1 day'", "*", 1));
    eventually(() -> heart.latest().orElseThrow().changes(), now -> now > before);
    next(lines, "changed");
    response.body().close();
  }

  @Test
  void clientsThatWentAwayAreForgotten() throws Exception {
    HttpResponse<Stream<String>> response = open("?host=leaving.example");
    next(response.body().iterator(), "pulse");
    assertThat(live.isWatched("leaving.example"), is(true));
    response.body().close();
    eventually(() -> live.isWatched("leaving.example"), watched -> !watched);
  }

  @Test
  void anotherParameterIsAMistake() throws Exception {
    HttpResponse<Stream<String>> response = open("?page=x");
    assertThat(response.statusCode(), is(400));
    assertThat(response.body().toList().get(0), startsWith("{\"error\":"));
  }

  private static WebOptions options() {
    return CommandLine.populateCommand(new WebOptions(), "--port=0");
  }

  private static HttpResponse<Stream<String>> open(String query) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + server.port() + "/api/stats/live" + query);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofLines());
  }

  private static JsonNode next(Iterator<String> lines, String event) throws Exception {
    while (!lines.next().equals("event: " + event)) {
      // Another event, which another test is about.
    }
    return Json.mapper().readTree(lines.next().replaceFirst("^data: ", ""));
  }

  private static String minute(int fromNow) {
    return "date_trunc('minute', now()) + interval '%d minutes'".formatted(fromNow);
  }

  private static String visitors(String windowStart, String host, int number) {
    return """
        INSERT INTO active_users
          (window_start, window_end, key_hash, host, active_users, sketch, events)
        SELECT start, start + interval '5 minutes', sha256(convert_to('%2$s', 'UTF8')), '%2$s', %3$d,
          '', %3$d FROM (SELECT %1$s AS start) AS windows"""
        .formatted(windowStart, host, number);
  }
}
