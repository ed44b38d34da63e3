package dev.tidemark.write;

import dev.tidemark.enrich.SetAsideCoders;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.PipelineCounter;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;

/**
 * Writes rows in batches, one statement each, the last of them before its bundle ends.
 *
 * <p>Beam's JdbcIO would serve on two engines of three: on Spark's unbounded input it fails, and on
 * none of them does it set a refused row aside without its batch.
 */
final class WriteRows<T> extends PTransform<PCollection<T>, PCollection<DeadLetter>> {

  private final Postgres postgres;
  private final RowMaker<T> maker;

  WriteRows(Postgres postgres, RowMaker<T> maker) {
    this.postgres = postgres;
    this.maker = maker;
  }

  @Override
  public PCollection<DeadLetter> expand(PCollection<T> elements) {
    return elements
        .apply("Upsert", ParDo.of(new Upserting<>(postgres, maker)))
        .setCoder(new SetAsideCoders.OfDeadLetter());
  }

  static final class Upserting<T> extends DoFn<T, DeadLetter> {
    private static final int BATCH = 5_000;

    private final Postgres postgres;
    private final RowMaker<T> maker;
    private transient RowWriter writer;
    private transient Map<String, Rows> batches;
    private transient Written reported;

    Upserting(Postgres postgres, RowMaker<T> maker) {
      this.postgres = postgres;
      this.maker = maker;
    }

    @Setup
    public void setup() {
      writer = new RowWriter(postgres, Retry.DEFAULT);
      reported = writer.written();
    }

    @StartBundle
    public void start() {
      batches = new LinkedHashMap<>();
      for (Table table : maker.tables()) {
        batches.put(table.name(), new Rows(table));
      }
    }

    @ProcessElement
    public void process(@Element T element, OutputReceiver<DeadLetter> dead)
        throws SQLException, InterruptedException {
      maker.make(element, table -> batches.get(table.name()));
      for (Rows rows : batches.values()) {
        if (rows.size() >= BATCH) {
          write(rows, dead::output);
        }
      }
    }

    @FinishBundle
    public void finish(FinishBundleContext context) throws SQLException, InterruptedException {
      for (Rows rows : batches.values()) {
        write(
            rows,
            letter ->
                context.output(
                    letter, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
      }
      report();
    }

    /** Reports what was written since the last bundle. */
    private void report() {
      Written now = writer.written();
      Written since = now.since(reported);
      reported = now;
      add(PipelineCounter.JDBC_STATEMENTS, since.statements());
      add(PipelineCounter.JDBC_ROWS, since.rows());
      add(PipelineCounter.JDBC_MICROSECONDS, since.nanos() / 1_000);
      add(PipelineCounter.JDBC_RETRIES, since.retries());
      add(PipelineCounter.JDBC_REFUSED_ROWS, since.refused());
    }

    private static void add(PipelineCounter what, long number) {
      if (number > 0) {
        Metrics.counter(PipelineCounter.NAMESPACE, what.counterName()).inc(number);
      }
    }

    private void write(Rows rows, Consumer<DeadLetter> dead)
        throws SQLException, InterruptedException {
      if (!rows.isEmpty()) {
        for (Refused refusal : writer.write(rows)) {
          dead.accept(maker.refused(rows, refusal));
        }
        rows.clear();
      }
    }

    @Teardown
    public void teardown() throws SQLException {
      if (writer != null) {
        writer.close();
      }
    }
  }
}
