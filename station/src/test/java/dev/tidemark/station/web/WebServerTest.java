package dev.tidemark.station.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.run.Home;
import dev.tidemark.run.UserError;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WebServerTest {

  private record Moment(String name, Instant at) {}

  @TempDir Path home;

  private final CountDownLatch streaming = new CountDownLatch(1);
  private WebServer server;
  private Client client;

  @BeforeEach
  void start() {
    server = start("--port=0");
    client = new Client(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private WebServer start(String... options) {
    return WebServer.start(
        CommandLine.populateCommand(new WebOptions(), options), new Home(home), List.of(part()));
  }

  private Routes part() {
    return routes -> {
      routes.get("/api/moment", ctx -> ctx.json(new Moment("now", Instant.EPOCH)));
      routes.get(
          "/api/mistake",
          ctx -> {
            throw new UserError("'from' is no time.", "Write 2026-01-01T00:00:00Z.");
          });
      routes.get(
          "/api/bug",
          ctx -> {
            throw new IllegalStateException("a secret of ours");
          });
      routes.get("/long", ctx -> ctx.result("all work and no play ".repeat(1_000)));
      routes.post("/api/change", ctx -> ctx.result("changed" + ctx.body()));
      routes.sse(
          "/stream",
          sse -> {
            sse.keepAlive();
            sse.sendEvent("pulse", "1");
            streaming.countDown();
          });
    };
  }

  @Test
  void everyAnswerCarriesTheSecurityHeaders() throws Exception {
    for (String path : List.of("/healthz", "/api/moment", "/api/mistake", "/api/bug", "/nothing")) {
      HttpResponse<String> answer = client.get(path);
      assertThat(
          path,
          header(answer, "Content-Security-Policy"),
          is(
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                  + " connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none';"
                  + " frame-ancestors 'none'"));
      assertThat(path, header(answer, "X-Content-Type-Options"), is("nosniff"));
      assertThat(path, header(answer, "Referrer-Policy"), is("no-referrer"));
      assertThat(path, header(answer, "Cross-Origin-Resource-Policy"), is("same-origin"));
      assertThat(path, answer.headers().firstValue("Server"), is(Optional.empty()));
    }
  }

  @Test
  void answersAreJsonWithTimesInMilliseconds() throws Exception {
    HttpResponse<String> answer = client.get("/api/moment");
    assertThat(answer.body(), is("{\"name\":\"now\",\"at\":\"1970-01-01T00:00:00.000Z\"}"));
    assertThat(header(answer, "Content-Type"), startsWith("application/json"));
  }

  @Test
  void aMistakeOfTheUserIsAnsweredWithItsRemedy() throws Exception {
    HttpResponse<String> answer = client.get("/api/mistake");
    assertThat(answer.statusCode(), is(400));
    assertThat(
        answer.body(),
        is("{\"error\":\"'from' is no time.\",\"remedy\":\"Write 2026-01-01T00:00:00Z.\"}"));
  }

  @Test
  void anUnexpectedFailureShowsAReferenceAndNothingOfItself() throws Exception {
    HttpResponse<String> answer = client.get("/api/bug");
    assertThat(answer.statusCode(), is(500));
    assertThat(answer.body(), containsString("reference "));
    assertThat(answer.body(), not(containsString("secret")));
    assertThat(answer.body(), not(containsString("Exception")));
  }

  @Test
  void anUnknownPathAndAnUnknownMethodAreSaidToBeSo() throws Exception {
    HttpResponse<String> nothing = client.get("/nothing");
    assertThat(nothing.statusCode(), is(404));
    assertThat(nothing.body(), startsWith("{\"error\":\"there is nothing at /nothing\""));
    HttpResponse<String> deletion = client.send("DELETE", "/api/moment");
    assertThat(deletion.statusCode(), is(405));
    assertThat(header(deletion, "Allow"), containsString("GET"));
    assertThat(deletion.body(), containsString("DELETE is not allowed here"));
  }

  @Test
  void whatIsBrokenBeforeItReachesARouteIsAnsweredBare() throws Exception {
    String answer = client.raw("GET / HTTP/1.1", "Host: localhost", "X: " + "x".repeat(200_000));
    assertThat(answer, startsWith("HTTP/1.1 431"));
    assertThat(answer, not(containsString("Jetty")));
    assertThat(client.raw("NONSENSE"), startsWith("HTTP/1.1 400"));
    assertThat(client.raw("NONSENSE"), not(containsString("Jetty")));
  }

  @Test
  void longTextsAreCompressedForThoseWhoAskForIt() throws Exception {
    HttpResponse<String> answer = client.get("/long", "Accept-Encoding", "gzip");
    assertThat(header(answer, "Content-Encoding"), is("gzip"));
    assertThat(answer.body().length(), lessThan(2_000));
  }

  @Test
  void aPortInUseIsSaidInOneLine() {
    UserError error = assertThrows(UserError.class, () -> start("--port=" + server.port()).close());
    assertThat(error.getMessage(), is("Port " + server.port() + " is in use."));
    assertThat(error.remedy(), containsString("--port="));
  }

  @Test
  void aStreamThatIsOpenDoesNotHoldTheServerBackFromClosing() throws Exception {
    HttpResponse<InputStream> stream =
        client
            .http()
            .send(
                client.request("/stream", "Accept", "text/event-stream").build(),
                BodyHandlers.ofInputStream());
    assertThat(stream.statusCode(), is(200));
    assertThat(streaming.await(10, TimeUnit.SECONDS), is(true));
    long begin = System.nanoTime();
    server.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begin), lessThan(Duration.ofSeconds(2)));
  }

  @Test
  void clientsThatSendTheirBodiesSlowlyTakeNoThreads() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 60; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket
            .getOutputStream()
            .write(
                ("POST /api/change HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                        + "Content-Length: 1000\r\n\r\nx")
                    .getBytes(UTF_8));
        slow.add(socket);
      }
      assertThat(client.get("/healthz").statusCode(), is(200));
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void aForeignPageCannotReadTheFiguresThroughANameOfItsOwn() throws Exception {
    for (String host : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil", "")) {
      String answer = get("/api/moment", "Host: " + host);
      assertThat(host, answer, startsWith("HTTP/1.1 40"));
      assertThat(host, answer, not(containsString("now")));
    }
    for (String host : List.of("localhost", "127.0.0.1:1", "[::1]:8080", "tidemark.localhost")) {
      assertThat(host, get("/api/moment", "Host: " + host), startsWith("HTTP/1.1 200"));
    }
    assertThat(get("/healthz", "Host: shop.example"), startsWith("HTTP/1.1 200"));
  }

  @Test
  void whatComesThroughAProxyIsNotTakenForThisMachine() throws Exception {
    for (String header : List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")) {
      assertThat(header, client.get("/api/moment", header, "x").statusCode(), is(403));
    }
  }

  @Test
  void aPageOfAnotherSiteCannotChangeAnything() throws Exception {
    assertThat(change("http://evil.example"), is(403));
    assertThat(change("null"), is(403));
    assertThat(change("http://127.0.0.1:1"), is(403));
    assertThat(change(server.url()), is(200));
    assertThat(client.post("/api/change", "").statusCode(), is(200));
  }

  private int change(String origin) throws Exception {
    return client.post("/api/change", "", "Origin", origin).statusCode();
  }

  private String get(String path, String... headers) throws Exception {
    List<String> lines = new ArrayList<>(List.of("GET " + path + " HTTP/1.1"));
    lines.addAll(List.of(headers));
    lines.add("Connection: close");
    return client.raw(lines.toArray(String[]::new));
  }

  private static String header(HttpResponse<?> answer, String name) {
    assertThat(name, answer.headers().allValues(name).size(), equalTo(1));
    return answer.headers().firstValue(name).orElseThrow();
  }
}
