package dev.tidemark.write;

import static dev.tidemark.event.SampleViews.at;
import static dev.tidemark.event.SampleViews.micros;
import static dev.tidemark.event.SampleViews.record;
import static dev.tidemark.event.SampleViews.url;
import static dev.tidemark.event.SampleViews.view;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.enrich.ViewsCoder;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Failure;
import dev.tidemark.event.Views;
import dev.tidemark.read.KafkaSettings;
import dev.tidemark.servers.Broker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WriteTopicTest {
  private static Broker broker;

  @BeforeAll
  static void start() {
    broker = Broker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void aRecordIsTheRowOfItsEventKeyedByWhereItWasRead() throws Exception {
    broker.createTopic("rows", 1);
    EnrichedView event =
        view(at("12:00:05.000007"), record(3, 42), url("https://shop.example/%C3%BC?q=%22"));
    write("rows", List.of(), event);

    ConsumerRecord<String, JsonNode> sent = read("rows").get(0);
    Rows row = new Rows(ProcessedEvents.TABLE);
    ProcessedEvents.add(row, event, micros("2026-01-01T00:00:00Z"));
    assertThat(sent.key(), is("web_events/3/42"));
    List<String> members = new ArrayList<>();
    sent.value().fieldNames().forEachRemaining(members::add);
    assertThat(members, is(ProcessedEvents.TABLE.columns().stream().map(c -> c.name()).toList()));
    for (String member : members) {
      if (!member.endsWith("_time")) {
        String value = sent.value().get(member).isNull() ? null : sent.value().get(member).asText();
        Object stored = row.get(0, member);
        assertThat(member, value, is(stored == null ? null : stored.toString()));
      }
    }
    assertThat(sent.value().get("event_time").asText(), is("2026-01-05T12:00:05.000007Z"));
    assertThat(sent.value().get("processing_time").asText(), startsWith("2"));
  }

  @Test
  void aReplaySendsTheSameKeysAgain() throws Exception {
    broker.createTopic("replayed", 1);
    write("replayed", List.of(), view(record(0, 1)), view(record(0, 2)));
    write("replayed", List.of(), view(record(0, 2)));
    assertThat(
        read("replayed").stream().map(ConsumerRecord::key).toList(),
        containsInAnyOrder("web_events/0/1", "web_events/0/2", "web_events/0/2"));
  }

  @Test
  void anEventThatIsTooLargeIsSetAsideAloneAndTheOthersAreSent() throws Exception {
    broker.createTopic("small", 1, Map.of("max.message.bytes", "100000"));
    String large = "https://shop.example/" + noise(300_000);
    write(
        "small",
        List.of(2L),
        view(record(0, 1)),
        view(record(0, 2), url(large)),
        view(record(0, 3)));
    assertThat(
        read("small").stream().map(ConsumerRecord::key).toList(),
        containsInAnyOrder("web_events/0/1", "web_events/0/3"));
  }

  @Test
  void aTopicThatTakesNothingFailsTheRun() {
    Pipeline pipeline = Pipeline.create();
    KafkaSettings hasty =
        new KafkaSettings(
            broker.bootstrapServers(),
            "test",
            Map.of(
                "max.block.ms",
                "2000",
                "delivery.timeout.ms",
                "2000",
                "request.timeout.ms",
                "1000",
                "linger.ms",
                "0"));
    events(pipeline, view()).apply(new WriteTopic(hasty, "not a name of a topic"));
    Exception failure = assertThrows(RuntimeException.class, pipeline::run);
    assertThat(
        failure.toString(), containsString("Kafka did not take the event of web_events/0/0"));
  }

  private static void write(String topic, List<Long> refused, EnrichedView... events) {
    Pipeline pipeline = Pipeline.create();
    PCollection<DeadLetter> dead =
        events(pipeline, events)
            .apply(
                new WriteTopic(
                    new KafkaSettings(broker.bootstrapServers(), "test", Map.of()), topic));
    PAssert.that(dead)
        .satisfies(
            letters -> {
              List<Long> offsets = new ArrayList<>();
              List<Failure> failures = new ArrayList<>();
              for (DeadLetter letter : letters) {
                offsets.add(letter.offset());
                failures.add(letter.failure());
              }
              assertThat(offsets, is(refused));
              assertThat(failures, everyItem(is(Failure.REFUSED_ROW)));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static PCollection<Views> events(Pipeline pipeline, EnrichedView... events) {
    int partition = events[0].view().partition();
    return pipeline.apply(
        Create.of(new Views("web_events", partition, 0, List.of(events)))
            .withCoder(new ViewsCoder()));
  }

  /** Text that does not become small when it is compressed. */
  private static String noise(int length) {
    java.util.Random chance = new java.util.Random(3);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + chance.nextInt(26)));
    }
    return text.toString();
  }

  private static List<ConsumerRecord<String, JsonNode>> read(String topic) throws Exception {
    Map<String, Object> config =
        new KafkaSettings(broker.bootstrapServers(), "reader", Map.of()).consumer();
    TopicPartition partition = new TopicPartition(topic, 0);
    List<ConsumerRecord<String, JsonNode>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> sent : consumer.poll(java.time.Duration.ofSeconds(1))) {
          records.add(
              new ConsumerRecord<>(
                  topic,
                  0,
                  sent.offset(),
                  new String(sent.key(), UTF_8),
                  JsonMapper.builder().build().readTree(sent.value())));
        }
      }
    }
    return records;
  }
}
