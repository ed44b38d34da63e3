package dev.tidemark.station.web.ingest;

import static dev.tidemark.station.web.ingest.IngestHouse.EVENT;
import static dev.tidemark.station.web.ingest.IngestHouse.events;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.servers.Broker;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngestTest {

  private static final AtomicInteger TOPICS = new AtomicInteger();
  private static final String TOKEN = "a token that is long enough";
  private static final String SHOP = "https://shop.example";

  private static Broker broker;

  @TempDir Path home;

  private WrittenTopic topic;
  private String topicName;
  private IngestHouse house;

  @BeforeAll
  static void startTheBroker() {
    broker = Broker.start();
  }

  @AfterAll
  static void stopTheBroker() {
    broker.close();
  }

  @BeforeEach
  void startWithoutOptions() {
    topicName = "events_" + TOPICS.incrementAndGet();
    broker.createTopic(topicName, 3);
    topic = new WrittenTopic(broker.bootstrapServers(), topicName);
    house = IngestHouse.start(broker, topicName, home);
  }

  @AfterEach
  void stop() {
    house.close();
  }

  private void restart(String... arguments) {
    house.close();
    house = IngestHouse.start(broker, topicName, home, arguments);
  }

  @Test
  void anEventIsInTheTopicWhenItIsAccepted() throws Exception {
    Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
    HttpResponse<String> answer =
        house.post(
            """
            {"url": "https://shop.example/a", "referrer": "https://r.example/",
             "user_agent": "Mine/1.0", "cart": {"worth": 10.50, "items": [1, null]}}
            """);
    assertThat(answer.body(), answer.statusCode(), is(202));
    assertThat(answer.body(), is("{\"accepted\":1}"));
    JsonNode event = topic.only();
    assertThat(event.get("url").asText(), is("https://shop.example/a"));
    assertThat(event.get("referrer").asText(), is("https://r.example/"));
    assertThat(event.get("user_agent").asText(), is("Mine/1.0"));
    assertThat(event.get("cart").toString(), is("{\"worth\":10.5,\"items\":[1,null]}"));
    assertThat(event.get("ip").asText(), is("127.0.0.1"));
    assertThat(
        Instant.parse(event.get("event_time").asText()),
        allOf(greaterThanOrEqualTo(before), lessThanOrEqualTo(Instant.now())));
    assertThat(house.ingest.counts().accepted(), is(1L));
  }

  @Test
  void aListIsAcceptedAsAWholeOrNotAtAll() throws Exception {
    assertThat(house.post(events(2)).body(), is("{\"accepted\":2}"));
    assertThat(topic.events(), hasSize(2));
    HttpResponse<String> half = house.post("[" + EVENT + ",{\"url\":\" \"}]");
    assertThat(half.statusCode(), is(422));
    assertThat(half.body(), containsString("event 2: "));
    assertThat(topic.events(), hasSize(2));
    assertThat(house.post("[]").body(), is("{\"accepted\":0}"));
  }

  @Test
  void aBeaconIsTextAndAcceptedLikeJson() throws Exception {
    assertThat(house.post(EVENT, "Content-Type", "text/plain;charset=UTF-8").statusCode(), is(202));
    assertThat(house.post(EVENT, "Content-Type", "application/json").statusCode(), is(202));
    assertThat(topic.events(), hasSize(2));
  }

  @Test
  void whatTheBrowserDoesNotKnowIsAddedAndNoIdIsInvented() throws Exception {
    house.post(EVENT, "User-Agent", "Browser/7");
    assertThat(topic.only().get("user_agent").asText(), is("Browser/7"));
    assertThat(topic.only().has("event_id"), is(false));
  }

  @Test
  void anEventThatIsSentAgainComesToThePartitionThatKnowsIt() {
    Sender sender = new Sender(InetAddress.getLoopbackAddress(), null, true, Instant.now());
    var event = EventBody.JSON.createObjectNode().put("url", "/").put("user_id", "u1");
    assertThat(Completion.of(event, sender, "").key(), is("u1".getBytes(UTF_8)));
    event.put("event_id", "e1");
    assertThat(Completion.of(event, sender, "").key(), is("e1".getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                   | 400 | the body is empty",
        "{\"url\":                            | 400 | the body is not JSON: line 1, column",
        "{} {}                                | 400 | the body is not JSON: line 1, column",
        "3                                    | 422 | the body is no object",
        "[3]                                  | 422 | event 1 is no object",
        "{\"a\":1}                            | 422 | the event: no value in url, page_url, page",
        "{\"url\":\" \"}                      | 422 | it is blank",
        "{\"url\":\"http://:80/\"}            | 422 | it has no host",
        "{\"url\":\"/\",\"ts\":\"yesterday\"} | 422 | neither ISO 8601 nor an epoch time",
      })
  void whatCannotBeCountedIsRefusedWithTheReason(String body, int status, String error)
      throws Exception {
    HttpResponse<String> answer = house.post(body);
    assertThat(answer.body(), answer.statusCode(), is(status));
    assertThat(answer.body(), containsString(error));
    assertThat(answer.body(), containsString("\"remedy\":"));
    assertThat(topic.events(), is(empty()));
  }

  @Test
  void everyLimitIsNamedToWhomeverExceedsIt() throws Exception {
    assertThat(
        house.post("{\"url\":\"/\",\"a\":{\"b\":[\"" + "x".repeat(8_193) + "\"]}}").body(),
        containsString("the event: a.b[0] is longer than 8,192 characters"));
    String texts = ("\"" + "x".repeat(8_000) + "\",").repeat(9);
    assertThat(
        house.post("{\"url\":\"/\",\"a\":[" + texts + "0]}").body(),
        containsString("the event is longer than 64 KiB"));
    assertThat(
        house.post(events(1_001)).body(),
        containsString("1001 events are more than the 1000 that one request may hold"));
    assertThat(
        house.post("{\"url\":" + "[".repeat(40)).body(),
        containsString("the body nests deeper than 32"));
    HttpResponse<String> large = house.post("[" + " ".repeat(262_144) + EVENT + "]");
    assertThat(large.statusCode(), is(413));
    assertThat(large.body(), containsString("the body is longer than 256 KiB"));
    assertThat(house.ingest.counts().refused().get(Reason.TOO_LARGE), is(5L));
    assertThat(topic.events(), is(empty()));
  }

  @Test
  void aHugeBodyIsRefusedBeforeItIsRead() throws Exception {
    String announced =
        house.client.raw(
            "POST /api/event HTTP/1.1",
            "Host: localhost",
            "Content-Type: text/plain",
            "Content-Length: 10485760");
    assertThat(announced, startsWith("HTTP/1.1 413"));
    assertThat(announced, containsString("Connection: close"));
    String dripping =
        house.client.raw(
            "POST /api/event HTTP/1.1",
            "Host: localhost",
            "Content-Type: text/plain",
            "Transfer-Encoding: chunked",
            "",
            "50000",
            " ".repeat(0x50000));
    assertThat(dripping, startsWith("HTTP/1.1 413"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/json; charset=iso-8859-1"
      })
  void anotherKindOfBodyIsRefused(String type) throws Exception {
    HttpResponse<String> answer = house.post(EVENT, "Content-Type", type);
    assertThat(answer.statusCode(), is(415));
    assertThat(answer.body(), containsString("Send Content-Type: application/json"));
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() throws Exception {
    byte[] latin = "{\"url\":\"/\u00e4\"}".getBytes(ISO_8859_1);
    HttpResponse<String> answer =
        house
            .client
            .http()
            .send(
                house
                    .client
                    .request("/api/event", "Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(latin))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode(), is(400));
    assertThat(answer.body(), containsString("the body is not UTF-8"));
  }

  @Test
  void anotherMethodIsNotAllowed() throws Exception {
    assertThat(house.client.get("/api/event").statusCode(), is(405));
    assertThat(house.client.send("PUT", "/api/event").statusCode(), is(405));
  }

  @Test
  void aTimeAheadOfTheServersIsTheTimeOfItsArrival() throws Exception {
    house.post("{\"url\":\"/\",\"event_time\":\"2090-01-01T00:00:00Z\"}");
    JsonNode event = topic.only();
    assertThat(
        Instant.parse(event.get("event_time").asText()), is(lessThanOrEqualTo(Instant.now())));
    assertThat(event.get("sent_event_time").asText(), is("2090-01-01T00:00:00Z"));
  }

  @Test
  void aTimeInThePastIsKeptUnderAnyName() throws Exception {
    house.post("{\"url\":\"/\",\"ts\":1767225600}");
    assertThat(topic.only().get("ts").asLong(), is(1767225600L));
    assertThat(topic.only().get("event_time"), is(nullValue()));
  }

  @Test
  void thePublicCannotChooseItsAddress() throws Exception {
    restart("--trustedProxies=127.0.0.0/8");
    for (String name : List.of("ip", "ip_address", "remote_ip")) {
      house.post("{\"url\":\"/\",\"" + name + "\":\"8.8.8.8\"}", "X-Forwarded-For", "203.0.113.9");
    }
    assertThat(topic.events(), hasSize(3));
    for (JsonNode event : topic.events()) {
      assertThat(event.toString(), not(containsString("8.8.8.8")));
      assertThat(event.get("ip").asText(), is("203.0.113.9"));
    }
  }

  @Test
  void aServerThatShowsTheTokenSpeaksForItsVisitors() throws Exception {
    Path file = Files.writeString(home.resolve("token"), TOKEN + "\n");
    restart("--trustedProxies=127.0.0.0/8", "--apiTokenFile=" + file);
    for (String token : List.of(TOKEN, "another token, long enough")) {
      house.post(
          "{\"url\":\"/\",\"ip\":\"8.8.8.8\",\"token\":\"" + token + "\"}",
          "X-Forwarded-For",
          "203.0.113.9",
          "Authorization",
          "Bearer " + token);
    }
    assertThat(topic.events(), hasSize(2));
    for (JsonNode event : topic.events()) {
      boolean right = event.get("token").asText().equals(TOKEN);
      assertThat(event.get("ip").asText(), is(right ? "8.8.8.8" : "203.0.113.9"));
    }
  }

  @Test
  void aProgramOnThisMachineSpeaksForItsVisitorsAndAPageDoesNot() throws Exception {
    String body = "{\"url\":\"/\",\"ip\":\"8.8.8.8\"}";
    house.post(body);
    assertThat(topic.only().get("ip").asText(), is("8.8.8.8"));
    restart("--allowedOrigins=" + SHOP);
    house.post(body, "Origin", SHOP);
    assertThat(topic.events().toString(), containsString("127.0.0.1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1/32            | X-Forwarded-For | 203.0.113.9                    | 203.0.113.9",
        "127.0.0.1/32            | X-Forwarded-For | 8.8.8.8, 203.0.113.9           | 203.0.113.9",
        "127.0.0.1/32,10.0.0.0/8 | X-Forwarded-For | 8.8.8.8, 203.0.113.9, 10.1.2.3 | 203.0.113.9",
        "127.0.0.1/32,10.0.0.0/8 | X-Forwarded-For | 10.0.0.1, 10.1.2.3             | 10.0.0.1",
        "127.0.0.1/32            | X-Forwarded-For | 203.0.113.9:4711               | 203.0.113.9",
        "127.0.0.1/32            | X-Forwarded-For | [2001:db8::1]:4711      | 2001:db8:0:0:0:0:0:1",
        "127.0.0.1/32            | X-Forwarded-For | 2001:db8::1             | 2001:db8:0:0:0:0:0:1",
        "127.0.0.1/32            | X-Forwarded-For | 8.8.8.8, evil.example          | 127.0.0.1",
        "127.0.0.1/32            | X-Forwarded-For | '8.8.8.8,'                     | 127.0.0.1",
        "127.0.0.1/32            | Forwarded   | for=8.8.8.8, by=x;For=203.0.113.9  | 203.0.113.9",
        "127.0.0.1/32            | Forwarded   | for=\"[2001:db8::1]:80\"    | 2001:db8:0:0:0:0:0:1",
        "127.0.0.1/32            | Forwarded       | for=_hidden                    | 127.0.0.1",
        "127.0.0.1/32            | X-Real-IP       | 8.8.8.8                        | 127.0.0.1",
        "10.0.0.0/8              | X-Forwarded-For | 8.8.8.8                        | 127.0.0.1",
      })
  void theAddressIsTheLastOneThatSomebodyTrustedHasSeen(
      String trusted, String header, String value, String address) throws Exception {
    restart("--trustedProxies=" + trusted);
    house.post(EVENT, header, value);
    assertThat(topic.only().get("ip").asText(), is(address));
  }

  @Test
  void twoHeadersThatContradictEachOtherAreBothNotBelieved() throws Exception {
    restart("--trustedProxies=127.0.0.1");
    house.post(EVENT, "X-Forwarded-For", "203.0.113.9", "Forwarded", "for=8.8.8.8");
    assertThat(topic.only().get("ip").asText(), is("127.0.0.1"));
  }

  @Test
  void eachAddressMaySendSoMuchAndIsToldWhenToComeAgain() throws Exception {
    Path file = Files.writeString(home.resolve("token"), TOKEN);
    restart("--trustedProxies=127.0.0.1", "--ingestRate=1", "--apiTokenFile=" + file);
    assertThat(postFrom("203.0.113.9", events(11)).statusCode(), is(413));
    assertThat(postFrom("203.0.113.10", events(10)).statusCode(), is(202));
    HttpResponse<String> tooFast = postFrom("203.0.113.10", events(5));
    assertThat(tooFast.statusCode(), is(429));
    assertThat(
        Integer.parseInt(tooFast.headers().firstValue("Retry-After").orElseThrow()),
        allOf(greaterThanOrEqualTo(1), lessThanOrEqualTo(6)));
    assertThat(postFrom("203.0.113.11", EVENT).statusCode(), is(202));
    for (int i = 0; i < 20; i++) {
      assertThat(house.post(EVENT, "Authorization", "Bearer " + TOKEN).statusCode(), is(202));
    }
    assertThat(house.ingest.counts().refused().get(Reason.TOO_FAST), is(1L));
  }

  @Test
  void aForeignPageIsRefusedWithTheOptionThatLetsItIn() throws Exception {
    HttpResponse<String> answer = fromPage(SHOP);
    assertThat(answer.statusCode(), is(403));
    assertThat(answer.body(), containsString("--allowedOrigins=" + SHOP));
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin").isEmpty(), is(true));
    assertThat(fromPage("null").statusCode(), is(403));
    assertThat(topic.events(), is(empty()));
    assertThat(fromPage(house.server.url()).statusCode(), is(202));
  }

  @Test
  void anAllowedPageMaySendAndReadTheAnswer() throws Exception {
    restart("--allowedOrigins=" + SHOP + "/,http://localhost:3000");
    HttpResponse<String> answer = fromPage(SHOP);
    assertThat(answer.statusCode(), is(202));
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin").orElseThrow(), is(SHOP));
    assertThat(answer.headers().allValues("Vary").toString(), containsString("Origin"));
    assertThat(fromPage("https://shop.example.evil").statusCode(), is(403));
    assertThat(fromPage("http://shop.example").statusCode(), is(403));
  }

  @Test
  void aStarLetsEveryPageIn() throws Exception {
    restart("--allowedOrigins=*");
    assertThat(fromPage("https://any.example").statusCode(), is(202));
    assertThat(fromPage("null").statusCode(), is(202));
  }

  @Test
  void theQuestionBeforeJsonIsAnsweredForAllowedPagesOnly() throws Exception {
    restart("--allowedOrigins=" + SHOP);
    HttpResponse<String> answer = house.client.send("OPTIONS", "/api/event", "Origin", SHOP);
    assertThat(answer.statusCode(), is(204));
    assertThat(
        answer.headers().firstValue("Access-Control-Allow-Methods").orElseThrow(), is("POST"));
    assertThat(
        answer.headers().firstValue("Access-Control-Allow-Headers").orElseThrow(),
        is("Content-Type"));
    assertThat(
        house.client.send("OPTIONS", "/api/event", "Origin", "https://evil.example").statusCode(),
        is(403));
  }

  @Test
  void theScriptIsSmallAndCached() throws Exception {
    HttpResponse<byte[]> packed =
        house
            .client
            .http()
            .send(
                house.client.request("/t.js", "Accept-Encoding", "gzip").build(),
                BodyHandlers.ofByteArray());
    assertThat(packed.headers().firstValue("Content-Encoding").orElseThrow(), is("gzip"));
    assertThat(packed.body().length, is(lessThanOrEqualTo(2_000)));
    GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()));
    String script = new String(unpacked.readAllBytes(), UTF_8);
    assertThat(script, containsString("/api/event"));
    assertThat(script, not(containsString("document.cookie")));
    assertThat(script, not(containsString("localStorage")));
    assertThat(
        packed.headers().firstValue("Content-Type").orElseThrow(), startsWith("text/javascript"));
    assertThat(
        packed.headers().firstValue("Cross-Origin-Resource-Policy").orElseThrow(),
        is("cross-origin"));
    String tag = packed.headers().firstValue("ETag").orElseThrow();
    assertThat(house.client.get("/t.js", "If-None-Match", tag).statusCode(), is(304));
  }

  @Test
  void thePixelCountsThePageThatShowsIt() throws Exception {
    restart("--allowedOrigins=" + SHOP);
    String path =
        "/pixel.gif?u=https%3A%2F%2Fshop.example%2Fa%3Fb%3D1&r=https%3A%2F%2Fr.example%2F";
    HttpResponse<byte[]> gif =
        house
            .client
            .http()
            .send(
                house.client.request(path, "Referer", SHOP + "/", "User-Agent", "Old/1").build(),
                BodyHandlers.ofByteArray());
    assertThat(gif.statusCode(), is(200));
    assertThat(gif.body().length, is(43));
    assertThat(new String(gif.body(), UTF_8), startsWith("GIF89a"));
    assertThat(gif.headers().firstValue("Content-Type").orElseThrow(), is("image/gif"));
    assertThat(gif.headers().firstValue("Cache-Control").orElseThrow(), is("no-store"));
    JsonNode event = topic.only();
    assertThat(event.get("url").asText(), is("https://shop.example/a?b=1"));
    assertThat(event.get("referrer").asText(), is("https://r.example/"));
    assertThat(event.get("user_agent").asText(), is("Old/1"));
  }

  @Test
  void thePixelTakesThePageFromTheRefererAndNeedsOneOfBoth() throws Exception {
    restart("--allowedOrigins=" + SHOP);
    assertThat(house.client.get("/pixel.gif", "Referer", SHOP + "/b").statusCode(), is(200));
    assertThat(topic.only().get("url").asText(), is(SHOP + "/b"));
    assertThat(house.client.get("/pixel.gif").statusCode(), is(422));
    assertThat(house.client.get("/pixel.gif", "Referer", "https://evil/").statusCode(), is(403));
    assertThat(house.client.get("/pixel.gif", "Referer", "not a URI").statusCode(), is(403));
  }

  private HttpResponse<String> postFrom(String address, String body) throws Exception {
    return house.post(body, "X-Forwarded-For", address);
  }

  private HttpResponse<String> fromPage(String origin) throws Exception {
    return house.post(EVENT, "Content-Type", "text/plain", "Origin", origin);
  }
}
