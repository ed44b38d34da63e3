package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that a site sends by HTTP, up to the tables. */
class IngestIT {

  private static final String TOPIC = "web_events";
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Pattern ADDRESS = Pattern.compile("Serving at (http://\\S+)");

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir Path directory;

  @Test
  void whatWasAcceptedIsCountedWhereItsVisitorsAre() throws Exception {
    try (Servers servers = Servers.start(directory)) {
      servers.createTopic(TOPIC, 2);
      Store store = servers.createDatabase("ingest");
      try (Program serve =
          Tidemark.serve(
              "ingest_serve",
              servers,
              TOPIC,
              store,
              "--home=" + directory.resolve("home"),
              "--trustedProxies=127.0.0.1")) {
        String url = address(serve);
        String london = "81.2.69.142";
        String sweden = "89.160.20.112";
        assertThat(post(url, london, "{\"url\":\"https://shop.example/shoes\"}"), is(202));
        assertThat(
            post(
                url,
                sweden,
                """
                [{"url": "https://shop.example/shoes", "event_type": "page_view", "ip": "1.1.1.1"},
                 {"url": "https://shop.example/hats"},
                 {"url": "https://shop.example/hats", "event_type": "signup"}]
                """),
            is(202));
        assertThat(get(url + "/pixel.gif?u=https%3A%2F%2Fshop.example%2Fold", london), is(200));
        assertThat(post(url, sweden, "{\"url\":\"\"}"), is(422));
        serve.stopsWell(Duration.ofSeconds(15));
      }
      try (Program run =
          Tidemark.run("ingest_run", Engine.DIRECT, servers, TOPIC, store, "--until=now")) {
        run.endsWell(DEADLINE);
      }

      assertThat(views(store, "https://shop.example/shoes"), is(2L));
      assertThat(views(store, "https://shop.example/hats"), is(1L));
      assertThat(views(store, "https://shop.example/old"), is(1L));
      assertThat(from(store, "GB"), is(2L));
      assertThat(from(store, "SE"), is(3L));
      assertThat(store.number("SELECT sum(read) FROM ledger"), is(5L));
      assertThat(store.number("SELECT sum(counted) FROM ledger"), is(5L));
      assertThat(store.number("SELECT count(*) FROM dead_letters"), is(0L));
    }
  }

  /** Where it serves, as soon as it says so. */
  private static String address(Program serve) throws Exception {
    serve.reaches(
        DEADLINE,
        () ->
            ADDRESS.matcher(serve.printed()).find() ? List.of() : List.of("it does not serve yet"));
    Matcher printed = ADDRESS.matcher(serve.printed());
    assertThat(printed.find(), is(true));
    return printed.group(1);
  }

  private int post(String url, String visitor, String body) throws Exception {
    return status(
        HttpRequest.newBuilder(URI.create(url + "/api/event"))
            .header("Content-Type", "application/json")
            .header("X-Forwarded-For", visitor)
            .POST(BodyPublishers.ofString(body)));
  }

  private int get(String url, String visitor) throws Exception {
    return status(HttpRequest.newBuilder(URI.create(url)).header("X-Forwarded-For", visitor));
  }

  private int status(HttpRequest.Builder request) throws Exception {
    return client
        .send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private static long views(Store store, String page) throws Exception {
    return store.number("SELECT sum(view_count) FROM page_view_counts WHERE url = '" + page + "'");
  }

  private static long from(Store store, String country) throws Exception {
    return store.number(
        "SELECT count(*) FROM processed_events WHERE country_code = '" + country + "'");
  }
}
