package dev.tidemark.station.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.tidemark.event.Failure;
import dev.tidemark.station.Installation;
import dev.tidemark.station.health.Replay.Outcome;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReplayTest {
  private static Installation ground;
  private String topic;

  @BeforeAll
  static void start() throws Exception {
    ground = Installation.start();
  }

  @AfterAll
  static void stop() throws Exception {
    ground.close();
  }

  @BeforeEach
  void makeTopic(TestInfo test) throws Exception {
    topic = test.getTestMethod().orElseThrow().getName();
    ground.broker().createTopic(topic, 2);
    ground.run("DELETE FROM dead_letters");
  }

  @Test
  void aDeadLetterIsANewRecordThatTellsItsOriginAndTheRowTellsWhereItIs() throws Exception {
    ground.produce(topic, 1, "before");
    dead(1, 7, "NO_URL", "{}");
    assertThat(replay(Selection.of(Failure.NO_URL)), is(new Outcome(1, 0, 0)));
    ConsumerRecord<byte[], byte[]> record = ground.records(topic, 1).get(1);
    assertThat(new String(record.value(), UTF_8), is("{}"));
    assertThat(header(record, "tidemark-origin"), is(topic + "/1/7"));
    assertThat(
        ground.ask("SELECT replayed_at IS NOT NULL, replayed_offset FROM dead_letters"),
        contains("t|1"));
  }

  @Test
  void noRecordIsReplayedTwice() throws Exception {
    dead(0, 1, "NO_URL", "{}");
    assertThat(replay(Selection.of(Failure.NO_URL)), is(new Outcome(1, 0, 0)));
    assertThat(replay(Selection.of(Failure.NO_URL)), is(new Outcome(0, 0, 0)));
    assertThat(replay(Selection.of(List.of(new RecordId(topic, 0, 1)))), is(new Outcome(0, 0, 0)));
    assertThat(ground.records(topic, 0).size(), is(1));
  }

  @Test
  void twoWhoReplayAtOnceSendEachRecordOnce() throws Exception {
    for (int offset = 0; offset < 1_200; offset++) {
      dead(0, offset, "NO_URL", "{}");
    }
    CompletableFuture<Outcome> other =
        CompletableFuture.supplyAsync(() -> replayUnchecked(Selection.of(Failure.NO_URL)));
    long replayed = replay(Selection.of(Failure.NO_URL)).replayed() + other.get().replayed();
    assertThat(replayed, is(1_200L));
    assertThat(ground.records(topic, 0).size(), is(1_200));
  }

  @Test
  void aReplayThatWasKilledAfterSendingIsNotedAndNotSentAgain() throws Exception {
    UUID killed = UUID.randomUUID();
    dead(0, 1, "NO_URL", "{}");
    claim(killed, "10 minutes");
    try (KafkaProducer<byte[], byte[]> producer = ground.producer(Map.of())) {
      producer
          .send(
              new ProducerRecord<>(
                  topic,
                  0,
                  null,
                  null,
                  "{}".getBytes(UTF_8),
                  List.of(
                      new RecordHeader("tidemark-origin", (topic + "/0/1").getBytes(UTF_8)),
                      new RecordHeader("tidemark-replay", killed.toString().getBytes(UTF_8)))))
          .get();
    }
    assertThat(replay(Selection.of(Failure.NO_URL)), is(new Outcome(0, 0, 0)));
    assertThat(ground.records(topic, 0).size(), is(1));
    assertThat(ground.ask("SELECT replayed_offset FROM dead_letters"), contains("0"));
  }

  @Test
  void aReplayThatWasKilledBeforeSendingIsDoneAgain() throws Exception {
    dead(0, 1, "NO_URL", "{}");
    claim(UUID.randomUUID(), "10 minutes");
    assertThat(replay(Selection.of(Failure.NO_URL)), is(new Outcome(1, 0, 0)));
    assertThat(ground.records(topic, 0).size(), is(1));
  }

  @Test
  void aReplayThatMayStillBeAtWorkIsLeftAlone() throws Exception {
    dead(0, 1, "NO_URL", "{}");
    claim(UUID.randomUUID(), "1 minute");
    assertThat(replay(Selection.of(Failure.NO_URL)), is(new Outcome(0, 0, 1)));
    assertThat(ground.records(topic, 0).size(), is(0));
  }

  @Test
  void aRowOfACountedEventAndARecordWithoutAValueAreNotSent() throws Exception {
    dead(0, 1, "REFUSED_ROW", "https://shop.example/");
    dead(0, 2, "NOT_JSON", null);
    assertThat(
        replay(Selection.of(List.of(new RecordId(topic, 0, 1), new RecordId(topic, 0, 2)))),
        is(new Outcome(0, 2, 0)));
    assertThat(ground.records(topic, 0).size(), is(0));
  }

  private Outcome replay(Selection selection) throws Exception {
    return new Replay(ground.postgres(), ground.kafka())
        .run(selection, DeadRecord::payload, 10_000, sent -> {});
  }

  private Outcome replayUnchecked(Selection selection) {
    try {
      return replay(selection);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void claim(UUID replay, String ago) throws Exception {
    ground.run(
        "UPDATE dead_letters SET replay = '%s', replay_claimed_at = now() - interval '%s'"
            .formatted(replay, ago));
  }

  private void dead(int partition, long offset, String failure, String payload) throws Exception {
    ground.dead(topic, partition, offset, failure, payload);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
