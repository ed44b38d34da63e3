package dev.tidemark.write;

import dev.tidemark.enrich.SetAsideCoders;
import dev.tidemark.event.Block;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.bson.BsonDateTime;
import org.bson.Document;

/**
 * Keeps every record as it came, as documents of MongoDB, the last of them before its bundle ends.
 *
 * <p>Beam's MongoDbIO would carry the password into what an engine shows of its steps, and has two
 * answers to a document that is refused: to fail with the whole batch, or to say nothing.
 */
public final class WriteRawDocuments
    extends PTransform<PCollection<Block>, PCollection<DeadLetter>> {

  private final Mongo mongo;

  public WriteRawDocuments(Mongo mongo) {
    this.mongo = mongo;
  }

  @Override
  public PCollection<DeadLetter> expand(PCollection<Block> blocks) {
    return blocks
        .apply("Store", ParDo.of(new Storing(mongo)))
        .setCoder(new SetAsideCoders.OfDeadLetter());
  }

  static final class Storing extends DoFn<Block, DeadLetter> {
    private static final int MOST_DOCUMENTS = 1_000;
    private static final long MOST_BYTES = 8 << 20;

    private final Mongo mongo;
    private transient DocumentWriter writer;
    private transient List<Document> batch;
    private transient long bytes;

    Storing(Mongo mongo) {
      this.mongo = mongo;
    }

    @Setup
    public void setup() {
      writer = new DocumentWriter(mongo, Retry.DEFAULT);
    }

    @StartBundle
    public void start() {
      batch = new ArrayList<>();
      bytes = 0;
    }

    @ProcessElement
    public void process(@Element Block block, OutputReceiver<DeadLetter> dead)
        throws InterruptedException {
      long now = System.currentTimeMillis();
      for (int record = 0; record < block.size(); record++) {
        if (RawRecords.isNew(block, record)) {
          batch.add(RawDocuments.document(block, record, now));
          bytes += block.payload(record).length;
          if (batch.size() >= MOST_DOCUMENTS || bytes >= MOST_BYTES) {
            write(dead::output);
          }
        }
      }
    }

    @FinishBundle
    public void finish(FinishBundleContext context) throws InterruptedException {
      write(
          letter ->
              context.output(letter, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
    }

    private void write(Consumer<DeadLetter> dead) throws InterruptedException {
      for (DocumentWriter.Refusal refusal : writer.write(batch)) {
        dead.accept(letter(refusal));
      }
      batch.clear();
      bytes = 0;
    }

    private DeadLetter letter(DocumentWriter.Refusal refusal) {
      Document document = refusal.document();
      byte[] value = RawDocuments.bytes(document, RawDocuments.VALUE);
      return new DeadLetter(
          document.getString(RawDocuments.TOPIC),
          document.getInteger(RawDocuments.PARTITION),
          document.getLong(RawDocuments.OFFSET),
          document.get(RawDocuments.KAFKA_TIME, BsonDateTime.class).getValue(),
          Failure.REFUSED_ROW,
          mongo.namespace() + ": " + refusal.reason(),
          value == null ? new byte[0] : value);
    }

    @Teardown
    public void teardown() {
      if (writer != null) {
        writer.close();
      }
    }
  }
}
