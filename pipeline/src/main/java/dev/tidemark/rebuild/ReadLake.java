package dev.tidemark.rebuild;

import dev.tidemark.enrich.ViewsCoder;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Views;
import dev.tidemark.write.Lake.LakeFile;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** The events of some files of a lake. */
public final class ReadLake extends PTransform<PBegin, PCollection<Views>> {

  private final List<LakeFile> files;

  public ReadLake(List<LakeFile> files) {
    this.files = List.copyOf(files);
  }

  @Override
  public PCollection<Views> expand(PBegin begin) {
    return begin
        .apply("Files", Create.of(files).withCoder(SerializableCoder.of(LakeFile.class)))
        .apply("To all workers", Reshuffle.viaRandomKey())
        .apply("Rows", ParDo.of(new ReadFile()))
        .setCoder(new ViewsCoder());
  }

  static final class ReadFile extends DoFn<LakeFile, Views> {
    private static final int TOGETHER = 1_000;

    @ProcessElement
    public void process(@Element LakeFile file, OutputReceiver<Views> out) throws IOException {
      List<EnrichedView> events = file.events();
      for (int first = 0; first < events.size(); first += TOGETHER) {
        List<EnrichedView> some = events.subList(first, Math.min(events.size(), first + TOGETHER));
        long latest =
            some.stream().mapToLong(event -> event.view().eventMicros()).max().orElseThrow();
        out.output(new Views(file.topic(), file.partition(), latest, List.copyOf(some)));
      }
    }
  }
}
