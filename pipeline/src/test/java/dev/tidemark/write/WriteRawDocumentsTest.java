package dev.tidemark.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.client.MongoClient;
import dev.tidemark.event.Block;
import dev.tidemark.event.BlockBuilder;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.Envelope;
import dev.tidemark.event.Failure;
import dev.tidemark.event.Field;
import dev.tidemark.read.BlockCoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records that are kept as documents, read again with MongoDB's own driver. */
@Timeout(120)
class WriteRawDocumentsTest {
  private static final Retry QUICK = new Retry(Duration.ofMillis(5), Duration.ofMillis(20));

  private DocumentServer server;
  private Mongo mongo;

  @BeforeEach
  void start() {
    server = new DocumentServer();
    mongo = server.collection("records");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyRecordIsKeptWholeAndOnceHoweverItIsCutIntoBlocks() {
    RawDocuments.prepare(mongo);
    write(WriteRawTest.block(0, 3));
    List<Document> before = DocumentServer.documents(mongo);
    write(WriteRawTest.block(1, 5), WriteRawTest.block(5, 6));

    List<Document> all = DocumentServer.documents(mongo);
    assertThat(
        all.stream().map(WriteRawDocumentsTest::text).toList(),
        contains(
            "t/0/0 0 null [trace=t0] {\"n\":0}",
            "t/0/1 86400000 key 1 [trace=t1] {\"n\":1}",
            "t/0/2 0 null [trace=t2] {\"n\":2}",
            "t/0/3 86400000 key 3 [trace=t3] null",
            "t/0/4 0 null [trace=t4] {\"n\":4}",
            "t/0/5 86400000 key 5 [trace=t5] {\"n\":5}"));
    assertThat("what was there stays", all.subList(0, 3), is(before));
  }

  @Test
  void theIndexesAreThereAfterTheFirstStartAndAfterTheSecond() {
    RawDocuments.prepare(mongo);
    RawDocuments.prepare(mongo);
    try (MongoClient client = mongo.connect()) {
      assertThat(
          mongo
              .of(client)
              .listIndexes()
              .map(index -> index.getString("name"))
              .into(new ArrayList<>()),
          hasItems("record", "kafka_time"));
    }
  }

  @Test
  void aRecordThatMongoDoesNotTakeIsADeadLetterAndTakesNoOtherAlong() {
    RawDocuments.prepare(mongo);
    BlockBuilder block = new BlockBuilder("t", 0, 3, 100);
    for (int offset = 0; offset < 3; offset++) {
      byte[] value = new byte[offset == 1 ? 17 << 20 : 10];
      block.add(offset, 7, value).failure(Failure.NOT_JSON, "none");
      byte[] envelope = new Envelope(null, List.of(), false).toBytes();
      block.field(Field.ENVELOPE, envelope, 0, envelope.length);
    }
    Pipeline pipeline = Pipeline.create();
    PCollection<DeadLetter> dead = written(pipeline, WriteRawTest.kept(block, 3));
    PAssert.that(dead)
        .satisfies(
            letters -> {
              DeadLetter letter = letters.iterator().next();
              assertThat(letter.failure(), is(Failure.REFUSED_ROW));
              assertThat(List.of(letter.offset(), letter.timestampMillis()), is(List.of(1L, 7L)));
              assertThat(letter.payload().length, is(17 << 20));
              assertThat(letter.detail(), startsWith("kept.records: "));
              return null;
            });
    assertThat(pipeline.run().waitUntilFinish(), is(PipelineResult.State.DONE));
    assertThat(
        DocumentServer.documents(mongo).stream().map(it -> it.getLong("offset")).toList(),
        contains(0L, 2L));
  }

  @Test
  void whileTheServerIsAwayDocumentsWaitAndNoneIsLost() throws Exception {
    RawDocuments.prepare(mongo);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (DocumentWriter writer = new DocumentWriter(mongo, QUICK)) {
      writer.write(documents(0, 10));
      server.stop();
      Future<List<DocumentWriter.Refusal>> waiting =
          thread.submit(() -> writer.write(documents(5, 20)));
      assertThrows(
          java.util.concurrent.TimeoutException.class,
          () -> waiting.get(200, TimeUnit.MILLISECONDS));
      server.startAgain();
      assertThat(waiting.get(60, TimeUnit.SECONDS), is(List.of()));
    } finally {
      thread.shutdownNow();
    }
    assertThat(DocumentServer.documents(mongo).size(), is(20));
  }

  @Test
  void whatSeveralWritersStoreAtTheSameTimeIsThereOnce() throws Exception {
    RawDocuments.prepare(mongo);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        writers.add(
            threads.submit(
                () -> {
                  try (DocumentWriter writer = new DocumentWriter(mongo, QUICK)) {
                    return writer.write(documents(0, 500)).size();
                  }
                }));
      }
      for (Future<Integer> writer : writers) {
        assertThat(writer.get(), is(0));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(DocumentServer.documents(mongo).size(), is(500));
  }

  @Test
  void aServerThatIsNotThereIsToldInOneLineAtTheStart() {
    Mongo nowhere =
        Mongo.at(
            "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200", "me", "secret", "kept", "none");
    com.mongodb.MongoException failed =
        assertThrows(com.mongodb.MongoException.class, () -> RawDocuments.prepare(nowhere));
    assertThat(nowhere.explained(failed), containsString("cannot be reached"));
  }

  private static List<Document> documents(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            offset ->
                new Document("topic", "t")
                    .append("partition", 0)
                    .append("offset", (long) offset)
                    .append("value", new Binary(new byte[100])))
        .toList();
  }

  private void write(Block... blocks) {
    Pipeline pipeline = Pipeline.create();
    PAssert.that(written(pipeline, blocks)).empty();
    assertThat(pipeline.run().waitUntilFinish(), is(PipelineResult.State.DONE));
  }

  private PCollection<DeadLetter> written(Pipeline pipeline, Block... blocks) {
    return pipeline
        .apply(Create.of(List.of(blocks)).withCoder(new BlockCoder()))
        .apply(new WriteRawDocuments(mongo));
  }

  private static String text(Document record) {
    List<String> headers =
        record.getList("headers", Document.class).stream()
            .map(header -> header.getString("name") + "=" + text(header, "value"))
            .toList();
    return "%s/%d/%d %d %s %s %s"
        .formatted(
            record.getString("topic"),
            record.getInteger("partition"),
            record.getLong("offset"),
            record.getDate("kafka_time").toInstant().toEpochMilli(),
            text(record, "key"),
            headers,
            text(record, "value"));
  }

  private static String text(Document of, String field) {
    byte[] bytes = RawDocuments.bytes(of, field);
    return bytes == null ? null : new String(bytes, UTF_8);
  }
}
