package dev.tidemark.write;

import dev.tidemark.enrich.SetAsideCoders;
import dev.tidemark.event.Block;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.read.BlockCoder;
import dev.tidemark.write.LakeFiles.Drawer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Keeps every record as it came, as Parquet, a directory a day of Kafka's time: events, what is no
 * event, and what came too late.
 *
 * <p>Of a stream a partition's blocks are gathered for about a minute, as for the lake of events.
 */
public final class WriteRaw extends PTransform<PCollection<Block>, PCollection<DeadLetter>> {

  private static final long MOST_BYTES = 32 << 20;
  private static final Duration GATHER = Duration.ofMinutes(1);

  private final LakeFiles files;
  private final Duration gather;

  public WriteRaw(String directory) {
    this(directory, GATHER);
  }

  WriteRaw(String directory, Duration gather) {
    this.files = new LakeFiles(directory, "kafka_date");
    this.gather = gather;
  }

  @Override
  public PCollection<DeadLetter> expand(PCollection<Block> blocks) {
    PCollection<KV<String, Block>> keyed =
        blocks
            .apply(
                "By partition",
                WithKeys.<String, Block>of(block -> block.topic() + "-" + block.partition())
                    .withKeyType(TypeDescriptors.strings()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), new BlockCoder()));
    PCollection<DeadLetter> none =
        blocks.isBounded() == IsBounded.BOUNDED
            ? keyed.apply("File bundles", ParDo.of(new FilingBundles(files)))
            : keyed
                .apply(
                    "Gather",
                    GroupIntoBatches.<String, Block>ofByteSize(MOST_BYTES, WriteRaw::weight)
                        .withMaxBufferingDuration(org.joda.time.Duration.millis(gather.toMillis())))
                .apply("File batches", ParDo.of(new FilingBatches(files)));
    return none.setCoder(new SetAsideCoders.OfDeadLetter());
  }

  private static long weight(Block block) {
    long weight = 0;
    for (int record = 0; record < block.size(); record++) {
      weight += 100 + block.payload(record).length;
    }
    return weight;
  }

  /** Rows that wait to become files. */
  private static final class Waiting {
    private final LakeFiles files;
    private final Map<Drawer, Rows> rows = new LinkedHashMap<>();
    private long bytes;

    Waiting(LakeFiles files) {
      this.files = files;
    }

    void add(Block block) throws IOException {
      long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      for (int record = 0; record < block.size(); record++) {
        if (RawRecords.isNew(block, record)) {
          LocalDate day =
              LocalDate.ofEpochDay(
                  Math.floorDiv(block.timestampMillis(record), TimeUnit.DAYS.toMillis(1)));
          Rows into =
              rows.computeIfAbsent(
                  new Drawer(block.topic(), block.partition(), day),
                  drawer -> new Rows(RawRecords.TABLE));
          RawRecords.add(into, block, record, now);
          bytes += into.weight(into.size() - 1);
        }
      }
      if (bytes > MOST_BYTES) {
        write();
      }
    }

    void write() throws IOException {
      for (Map.Entry<Drawer, Rows> of : rows.entrySet()) {
        files.write(of.getKey(), of.getValue());
      }
      rows.clear();
      bytes = 0;
    }
  }

  static final class FilingBundles extends DoFn<KV<String, Block>, DeadLetter> {
    private final LakeFiles files;
    private transient Waiting waiting;

    FilingBundles(LakeFiles files) {
      this.files = files;
    }

    @StartBundle
    public void start() {
      waiting = new Waiting(files);
    }

    @ProcessElement
    public void process(@Element KV<String, Block> block) throws IOException {
      waiting.add(block.getValue());
    }

    @FinishBundle
    public void finish() throws IOException {
      waiting.write();
    }
  }

  static final class FilingBatches extends DoFn<KV<String, Iterable<Block>>, DeadLetter> {
    private final LakeFiles files;

    FilingBatches(LakeFiles files) {
      this.files = files;
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<Block>> batch) throws IOException {
      Waiting waiting = new Waiting(files);
      for (Block block : batch.getValue()) {
        waiting.add(block);
      }
      waiting.write();
    }
  }
}
