package dev.tidemark.write;

import dev.tidemark.aggregate.Pane;
import dev.tidemark.enrich.SetAsideCoders;
import dev.tidemark.event.DeadLetter;
import java.sql.SQLException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;

/** Writes the star schema: members of dimensions before the facts that name them. */
public final class WriteStar extends PTransform<PCollection<Pane>, PCollection<DeadLetter>> {

  private final Postgres postgres;

  public WriteStar(Postgres postgres) {
    this.postgres = postgres;
  }

  @Override
  public PCollection<DeadLetter> expand(PCollection<Pane> panes) {
    return panes
        .apply("Upsert", ParDo.of(new Upserting(postgres)))
        .setCoder(new SetAsideCoders.OfDeadLetter());
  }

  static final class Upserting extends DoFn<Pane, DeadLetter> {
    private static final int BATCH = 5_000;

    private final Postgres postgres;
    private transient RowWriter writer;
    private transient StarBatch batch;

    Upserting(Postgres postgres) {
      this.postgres = postgres;
    }

    @Setup
    public void setup() {
      writer = new RowWriter(postgres, Retry.DEFAULT);
    }

    @StartBundle
    public void start() {
      batch = new StarBatch();
    }

    @ProcessElement
    public void process(@Element Pane pane, OutputReceiver<DeadLetter> dead)
        throws SQLException, InterruptedException {
      batch.add(pane);
      if (batch.size() >= BATCH) {
        batch.write(writer, dead::output);
      }
    }

    @FinishBundle
    public void finish(FinishBundleContext context) throws SQLException, InterruptedException {
      batch.write(
          writer,
          letter ->
              context.output(letter, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
    }

    @Teardown
    public void teardown() throws SQLException {
      if (writer != null) {
        writer.close();
      }
    }
  }
}
