package dev.tidemark.station.operate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Filters;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.tidemark.run.Run;
import dev.tidemark.station.Installation;
import dev.tidemark.write.Mongo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both raw stores, filled by a round over a topic of which not every record is an event. */
@Timeout(180)
class RawTest {

  private static final List<String> POSTGRES = List.of("--postgres");
  private static final String TOPIC = "kept";

  private enum Store {
    FILES,
    DOCUMENTS
  }

  @TempDir static Path directory;

  private static LocalDate today;
  private static Instant noon;
  private static Installation ground;
  private static MongoServer server;
  private static String url;
  private static final Map<Path, byte[]> files = new HashMap<>();
  private static final List<Document> documents = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    today = LocalDate.now(ZoneOffset.UTC);
    noon = today.atTime(12, 0).toInstant(ZoneOffset.UTC);
    ground = Installation.start();
    server = new MongoServer(new MemoryBackend());
    server.bind();
    url = "mongodb://127.0.0.1:" + server.getLocalAddress().getPort();
    ground.broker().createTopic(TOPIC, 2);
    try (KafkaProducer<byte[], byte[]> producer = ground.producer(Map.of())) {
      for (int i = 0; i < 40; i++) {
        String event =
            i % 10 == 0
                ? "no event " + i
                : "{\"event_time\":%d,\"url\":\"https://shop.example/%d\"}"
                    .formatted(noon.getEpochSecond(), i);
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                TOPIC,
                i % 2,
                noon.minusSeconds(i < 20 ? 86_400 : 0).toEpochMilli(),
                ("key " + i).getBytes(UTF_8),
                event.getBytes(UTF_8));
        record.headers().add("trace", "t".getBytes(UTF_8));
        var unused = producer.send(record);
      }
    }
    fill(Store.FILES);
    fill(Store.DOCUMENTS);
    try (Stream<Path> all = Files.walk(directory.resolve("raw"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file, Files.readAllBytes(file));
      }
    }
    try (MongoClient client = mongo().connect()) {
      mongo().of(client).find().into(documents);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.shutdownNow();
    ground.close();
  }

  /** A round fills a store; the others find what it has filled. */
  private static void fill(Store store) throws Exception {
    Ran ran =
        Ran.command(
            new Run(),
            ground,
            List.of("--kafka", "--postgres"),
            "--runner=FlinkRunner",
            "--parallelism=1",
            "--until=now",
            "--afresh",
            "--maxFuture=2d",
            "--outputs=raw",
            "--topic=" + TOPIC,
            option(store));
    assertThat(ran.err(), ran.code(), is(0));
  }

  @BeforeEach
  void mendWhatATestHasDamaged() throws Exception {
    for (Map.Entry<Path, byte[]> file : files.entrySet()) {
      Files.write(file.getKey(), file.getValue());
    }
    try (MongoClient client = mongo().connect()) {
      mongo().of(client).deleteMany(new Document());
      mongo().of(client).insertMany(documents);
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void everyRecordIsCountedAndNoneIsMissed(Store store) throws Exception {
    List<String> counted = raw(store, 0, "count").out().lines().toList();
    String files = store == Store.FILES ? "1" : "-";
    assertThat(counted, hasSize(5));
    assertThat(
        counted.get(1), matchesPattern("%s +kept +0 +%s +10".formatted(today.minusDays(1), files)));
    assertThat(counted.get(4), matchesPattern("%s +kept +1 +%s +10".formatted(today, files)));
    Ran check = check(store, 0);
    assertThat(check.out(), containsString("40 records of 2 partitions: each is there, and once"));
    assertThat(check(store, 0, "--whole").out(), is(check.out()));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void theSameSeedShowsTheSameRecordsAsTheyCame(Store store) throws Exception {
    Ran sample = raw(store, 0, "sample", "--count=3", "--seed=1");
    assertThat(sample.out().lines().count(), is(3L));
    assertThat(
        sample.out().lines().findFirst().orElseThrow(),
        matchesPattern(
            ("\\{\"topic\":\"kept\",\"partition\":\\d,\"offset\":\\d+,"
                + "\"kafka_time\":\"\\d{4}-\\d\\d-\\d\\dT12:00:00Z\",\"key\":\"key \\d+\","
                + "\"headers\":\".*trace.*dA==.*\",\"value\":\".*\"\\}")));
    assertThat(raw(store, 0, "sample", "--count=3", "--seed=1").out(), is(sample.out()));
    assertThat(raw(store, 0, "sample", "--count=99").out().lines().distinct().count(), is(40L));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void wholeDaysAreDeletedAndTheRestStaysWhole(Store store) throws Exception {
    Ran deleted = raw(store, 0, "delete", "--before=" + today, "--yes");
    assertThat(deleted.out(), is("Deleted 20 records.\n"));
    assertThat(
        raw(store, 0, "delete", "--before=" + today, "--yes").out(), is("Deleted 0 records.\n"));
    assertThat(raw(store, 0, "count").out(), not(containsString(today.minusDays(1).toString())));
    Ran whole = check(store, 1, "--whole");
    assertThat(whole.out(), containsString("20 records were read, 10 are kept"));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void anEmptyStoreIsNotTakenForAWholeOne(Store store) throws Exception {
    raw(store, 0, "delete", "--before=" + today.plusDays(1), "--yes");
    assertThat(check(store, 1).out(), containsString("20 records were read, 0 are kept"));
  }

  @Test
  void aFileThatIsThereTwiceAndOneThatIsGoneAreSeen() throws Exception {
    Path day = directory.resolve("raw").resolve("kafka_date=" + today);
    Path one = day.resolve("kept-0-10-19-10.parquet");
    Path twice = Files.copy(one, day.resolve("kept-0-10-19-11.parquet"));
    assertThat(check(Store.FILES, 1).out(), containsString("kept-0: offsets 10 to 19 are there"));
    Files.delete(twice);
    Files.delete(one);
    assertThat(check(Store.FILES, 1).out(), containsString("20 records were read, 10 are kept"));
  }

  @Test
  void aDocumentThatIsGoneIsSeenAndOneThatWasRefusedIsADeadLetter() throws Exception {
    try (MongoClient client = mongo().connect()) {
      mongo()
          .of(client)
          .deleteOne(Filters.and(Filters.eq("partition", 1), Filters.eq("offset", 7)));
    }
    assertThat(check(Store.DOCUMENTS, 1).out(), containsString("20 records were read, 19 are"));
    ground.run(
        "INSERT INTO dead_letters (topic, partition, \"offset\", kafka_time, stage, failure, detail)"
            + " VALUES ('kept', 1, 7, now(), 'WRITE', 'REFUSED_ROW',"
            + " 'kafka_data_db.product_views_records: 121 no')");
    assertThat(check(Store.DOCUMENTS, 0).out(), containsString("39 records of 2 partitions"));
    ground.run("DELETE FROM dead_letters WHERE failure = 'REFUSED_ROW'");
  }

  @Test
  void aStoreThatIsNotThereIsOneLineWithARemedy() throws Exception {
    Ran none = Ran.command(new Raw(), ground, List.of(), "count", "--rawStore=nowhere");
    assertThat(none.err(), containsString("There is no raw store in nowhere"));
    Ran unsaid = Ran.command(new Raw(), ground, List.of(), "count");
    assertThat(unsaid.code(), is(2));
    String closed = "--rawStore=mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100";
    Ran away = Ran.command(new Raw(), ground, List.of(), "count", closed);
    assertThat(away.err(), containsString("cannot be reached: is it running"));
    assertThat(away.code(), is(1));
  }

  private static Mongo mongo() {
    return Mongo.at(url, null, null, "kafka_data_db", "product_views_records");
  }

  private static String option(Store store) {
    return "--rawStore=" + (store == Store.FILES ? directory.resolve("raw") : url);
  }

  private static Ran raw(Store store, int code, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(option(store));
    Ran ran = Ran.command(new Raw(), ground, List.of(), all.toArray(String[]::new));
    assertThat(ran.err() + ran.out(), ran.code(), is(code));
    return ran;
  }

  private static Ran check(Store store, int code, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("check", option(store)));
    all.addAll(List.of(options));
    Ran ran = Ran.command(new Raw(), ground, POSTGRES, all.toArray(String[]::new));
    assertThat(ran.err() + ran.out(), ran.code(), is(code));
    return ran;
  }
}
