package dev.tidemark.station.web.ingest;

import static dev.tidemark.station.web.ingest.IngestHouse.EVENT;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.tidemark.servers.Broker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes away and comes back while events are sent. */
class BrokerAwayTest {

  private static final String TOPIC = "events";
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir Path data;
  @TempDir Path home;

  @Test
  void whatWasAcceptedIsInTheTopicThoughTheBrokerRestarts() throws Exception {
    Broker first = Broker.start(data);
    int port = first.port();
    int controllerPort = first.controllerPort();
    first.createTopic(TOPIC, 3);
    Set<String> accepted = ConcurrentHashMap.newKeySet();
    AtomicInteger refused = new AtomicInteger();
    AtomicBoolean enough = new AtomicBoolean();
    List<CompletableFuture<Void>> senders = new ArrayList<>();
    try (IngestHouse house = IngestHouse.start(first, TOPIC, home, "--ingestRate=0")) {
      for (int i = 0; i < 4; i++) {
        String name = "sender " + i + " event ";
        senders.add(CompletableFuture.runAsync(() -> send(house, name, accepted, refused, enough)));
      }
      until(() -> accepted.size() > 200);
      first.close();
      until(() -> refused.get() > 4);
      int beforeTheReturn = accepted.size();
      try (Broker second = Broker.start(data, port, controllerPort)) {
        until(() -> accepted.size() > beforeTheReturn + 200);
        enough.set(true);
        senders.forEach(CompletableFuture::join);
        Set<String> written =
            new WrittenTopic(second.bootstrapServers(), TOPIC)
                .events().stream()
                    .map(event -> event.get("event_id").asText())
                    .collect(Collectors.toSet());
        assertThat(accepted, everyItem(is(in(written))));
      }
    } finally {
      enough.set(true);
    }
  }

  @Test
  void aBrokerThatIsAwayIsSaidSoonAndTakesNoMemory() throws Exception {
    Broker broker = Broker.start();
    broker.createTopic(TOPIC, 1);
    try (IngestHouse house = IngestHouse.start(broker, TOPIC, home, "--ingestRate=0")) {
      assertThat(house.post(EVENT).statusCode(), is(202));
      broker.close();

      long begin = System.nanoTime();
      HttpResponse<String> answer = house.post(EVENT);
      assertThat(answer.body(), answer.statusCode(), is(503));
      assertThat(answer.headers().firstValue("Retry-After").orElseThrow(), is("5"));
      assertThat(Duration.ofNanos(System.nanoTime() - begin), lessThan(Duration.ofSeconds(8)));

      // Four times what may be on its way to Kafka, all at once.
      String large = "[" + ("{\"url\":\"/\",\"x\":\"" + "x".repeat(8_000) + "\"},").repeat(30);
      List<CompletableFuture<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 256; i++) {
        answers.add(
            house
                .client
                .http()
                .sendAsync(
                    house
                        .client
                        .request("/api/event", "Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString(large + EVENT + "]"))
                        .build(),
                    BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode));
      }
      List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();
      assertThat(statuses, everyItem(is(503)));
      assertThat(house.ingest.counts().refused().get(Reason.NOT_ACKNOWLEDGED), greaterThan(256L));
    }
  }

  private static void send(
      IngestHouse house,
      String name,
      Set<String> accepted,
      AtomicInteger refused,
      AtomicBoolean enough) {
    try {
      for (int i = 0; !enough.get(); i++) {
        String id = name + i;
        HttpResponse<String> answer = house.post("{\"url\":\"/\",\"event_id\":\"" + id + "\"}");
        if (answer.statusCode() == 202) {
          accepted.add(id);
        } else {
          assertThat(answer.body(), answer.statusCode(), is(503));
          refused.incrementAndGet();
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void until(Condition condition) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.holds()) {
      assertThat("in time", System.nanoTime(), lessThan(end));
      LockSupport.parkNanos(5_000_000);
    }
  }
}
