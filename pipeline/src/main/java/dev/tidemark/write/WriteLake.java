package dev.tidemark.write;

import dev.tidemark.enrich.SetAsideCoders;
import dev.tidemark.enrich.ViewsCoder;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.PageView;
import dev.tidemark.event.Views;
import java.io.IOException;
import java.time.Duration;
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
 * Writes enriched events as Parquet, a directory a day.
 *
 * <p>Of a bounded input a bundle is long enough to make whole files of. A stream's bundles last
 * half a second, so there a partition's events are gathered first, for about a minute.
 */
public final class WriteLake extends PTransform<PCollection<Views>, PCollection<DeadLetter>> {

  /** About so much text makes a file of some 5 MB. */
  private static final long MOST_BYTES = 32 << 20;

  private static final Duration GATHER = Duration.ofMinutes(1);

  private final LakeFiles files;
  private final long mostBytes;
  private final Duration gather;

  public WriteLake(String directory) {
    this(directory, MOST_BYTES, GATHER);
  }

  WriteLake(String directory, long mostBytes, Duration gather) {
    this.files = new LakeFiles(directory);
    this.mostBytes = mostBytes;
    this.gather = gather;
  }

  @Override
  public PCollection<DeadLetter> expand(PCollection<Views> views) {
    PCollection<DeadLetter> none =
        views.isBounded() == IsBounded.BOUNDED
            ? views.apply("File bundles", ParDo.of(new FilingBundles(files, mostBytes)))
            : gathered(views).apply("File batches", ParDo.of(new FilingBatches(files, mostBytes)));
    return none.setCoder(new SetAsideCoders.OfDeadLetter());
  }

  private PCollection<KV<String, Iterable<Views>>> gathered(PCollection<Views> views) {
    return views
        .apply(
            "By partition",
            WithKeys.<String, Views>of(block -> block.topic() + "-" + block.partition())
                .withKeyType(TypeDescriptors.strings()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), new ViewsCoder()))
        .apply(
            "Gather",
            GroupIntoBatches.<String, Views>ofByteSize(mostBytes, WriteLake::weight)
                .withMaxBufferingDuration(org.joda.time.Duration.millis(gather.toMillis())));
  }

  private static long weight(Views views) {
    long weight = 0;
    for (EnrichedView enriched : views.views()) {
      PageView view = enriched.view();
      weight +=
          500
              + 2L * view.url().length()
              + view.referrer().length()
              + length(view.userAgent())
              + length(view.headers())
              + length(view.properties());
    }
    return weight;
  }

  private static int length(String text) {
    return text == null ? 0 : text.length();
  }

  static final class FilingBundles extends DoFn<Views, DeadLetter> {
    private final LakeFiles files;
    private final long mostBytes;
    private transient LakeBuffer buffer;

    FilingBundles(LakeFiles files, long mostBytes) {
      this.files = files;
      this.mostBytes = mostBytes;
    }

    @StartBundle
    public void start() {
      buffer = new LakeBuffer(files, mostBytes);
    }

    @ProcessElement
    public void process(@Element Views views) throws IOException {
      buffer.add(views);
    }

    @FinishBundle
    public void finish() throws IOException {
      buffer.writeAll();
    }
  }

  static final class FilingBatches extends DoFn<KV<String, Iterable<Views>>, DeadLetter> {
    private final LakeFiles files;
    private final long mostBytes;

    FilingBatches(LakeFiles files, long mostBytes) {
      this.files = files;
      this.mostBytes = mostBytes;
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<Views>> batch) throws IOException {
      LakeBuffer buffer = new LakeBuffer(files, mostBytes);
      for (Views views : batch.getValue()) {
        buffer.add(views);
      }
      buffer.writeAll();
    }
  }
}
