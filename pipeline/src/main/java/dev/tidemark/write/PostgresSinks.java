package dev.tidemark.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.aggregate.Reopened;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Failure;
import dev.tidemark.event.LateEvent;
import dev.tidemark.event.LedgerEntry;
import dev.tidemark.event.Views;
import dev.tidemark.metric.Metric;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/** Sinks into the user's database. */
public final class PostgresSinks {

  private final Postgres postgres;

  public PostgresSinks(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * All results.
   *
   * @param generation of the results, see {@link MetricRows}
   * @param views where single events go
   */
  public Sinks of(
      List<Metric> metrics,
      long generation,
      Map<String, PTransform<PCollection<Views>, PCollection<DeadLetter>>> views) {
    return new Sinks(
        new WriteRows<>(postgres, new MetricRows(metrics, generation)),
        views,
        new WriteRows<>(postgres, new LateRows()),
        new WriteRows<>(postgres, new LedgerRows(generation)),
        new WriteRows<>(postgres, new ReopenedRows()),
        new WriteRows<>(postgres, new DeadRows()));
  }

  /** The table of single events. */
  public PTransform<PCollection<Views>, PCollection<DeadLetter>> events() {
    return new WriteRows<>(postgres, new EventRows());
  }

  private record EventRows() implements RowMaker<Views> {
    @Override
    public Iterable<Table> tables() {
      return List.of(ProcessedEvents.TABLE);
    }

    @Override
    public void make(Views views, Batches batches) {
      long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      Rows rows = batches.of(ProcessedEvents.TABLE);
      for (EnrichedView view : views.views()) {
        ProcessedEvents.add(rows, view, now);
      }
    }

    /** The event is counted all the same: what is set aside is its row. */
    @Override
    public DeadLetter refused(Rows rows, Refused refusal) {
      return letter(rows, refusal, (String) rows.get(refusal.row(), "url"));
    }
  }

  private record LateRows() implements RowMaker<LateEvent> {
    @Override
    public Iterable<Table> tables() {
      return List.of(Tables.LATE_EVENTS);
    }

    @Override
    public void make(LateEvent event, Batches batches) {
      Tables.add(batches.of(Tables.LATE_EVENTS), event);
    }

    @Override
    public DeadLetter refused(Rows rows, Refused refusal) {
      return letter(rows, refusal, new String((byte[]) rows.get(refusal.row(), "payload"), UTF_8));
    }
  }

  private record LedgerRows(long generation) implements RowMaker<LedgerEntry> {
    @Override
    public Iterable<Table> tables() {
      return List.of(Tables.LEDGER);
    }

    @Override
    public void make(LedgerEntry entry, Batches batches) {
      Tables.add(batches.of(Tables.LEDGER), entry, generation);
    }

    @Override
    public DeadLetter refused(Rows rows, Refused refusal) {
      throw refusedBook(rows, refusal);
    }
  }

  private record ReopenedRows() implements RowMaker<Reopened> {
    @Override
    public Iterable<Table> tables() {
      return List.of(Tables.REOPENED_WINDOWS);
    }

    @Override
    public void make(Reopened reopened, Batches batches) {
      batches.of(Tables.REOPENED_WINDOWS).add(reopened.table(), reopened.sliceMillis() * 1000);
    }

    @Override
    public DeadLetter refused(Rows rows, Refused refusal) {
      throw refusedBook(rows, refusal);
    }
  }

  private record DeadRows() implements RowMaker<DeadLetter> {
    @Override
    public Iterable<Table> tables() {
      return List.of(Tables.DEAD_LETTERS);
    }

    @Override
    public void make(DeadLetter letter, Batches batches) {
      Tables.add(batches.of(Tables.DEAD_LETTERS), letter);
    }

    @Override
    public DeadLetter refused(Rows rows, Refused refusal) {
      throw refusedBook(rows, refusal);
    }
  }

  private static DeadLetter letter(Rows rows, Refused refusal, String payload) {
    int row = refusal.row();
    return new DeadLetter(
        (String) rows.get(row, "topic"),
        (Integer) rows.get(row, "partition"),
        (Long) rows.get(row, "offset"),
        (Long) rows.get(row, "kafka_time") / 1000,
        Failure.REFUSED_ROW,
        rows.table().name() + ": " + refusal.sqlState() + " " + refusal.message(),
        payload.getBytes(UTF_8));
  }

  /** The books have nowhere else to go: better to stop loudly than to lose a line of them. */
  private static IllegalStateException refusedBook(Rows rows, Refused refusal) {
    return new IllegalStateException(
        "PostgreSQL refuses a row of %s: %s %s"
            .formatted(rows.table().name(), refusal.sqlState(), refusal.message()));
  }
}
