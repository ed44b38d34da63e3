package dev.tidemark.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.aggregate.Pane;
import dev.tidemark.aggregate.Reopened;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Failure;
import dev.tidemark.event.Views;
import dev.tidemark.metric.Metric;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/** Sinks into the user's database. */
public final class PostgresSinks {

  private final Postgres postgres;

  public PostgresSinks(Postgres postgres) {
    this.postgres = postgres;
  }

  /** The tables that results go into, those of what was set aside and of the books included. */
  public static List<String> tables(List<Metric> metrics) {
    return Stream.concat(
            metrics.stream().map(Metric::table),
            Stream.of(
                    ProcessedEvents.TABLE,
                    Tables.LATE_EVENTS,
                    Tables.LEDGER,
                    Tables.REOPENED_WINDOWS,
                    Tables.DEAD_LETTERS)
                .map(Table::name))
        .toList();
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
        metrics(metrics, generation),
        Map.of(),
        views,
        into(
            Tables.LATE_EVENTS,
            Tables::add,
            (rows, refusal) -> letter(rows, refusal, (byte[]) rows.get(refusal.row(), "payload"))),
        into(
            Tables.LEDGER,
            (rows, entry) -> Tables.add(rows, entry, generation),
            PostgresSinks::refuseBook),
        reopened(),
        deadLetters());
  }

  /** The table of windows that were opened again. */
  public PTransform<PCollection<Reopened>, PCollection<DeadLetter>> reopened() {
    return into(
        Tables.REOPENED_WINDOWS,
        (rows, slice) -> rows.add(slice.table(), slice.sliceMillis() * 1000),
        PostgresSinks::refuseBook);
  }

  /** The tables of the star schema. */
  public WriteStar star() {
    return new WriteStar(postgres);
  }

  /** The tables of the metrics alone. */
  public PTransform<PCollection<Pane>, PCollection<DeadLetter>> metrics(
      List<Metric> metrics, long generation) {
    return new WriteRows<>(postgres, new MetricRows(metrics, generation));
  }

  /** The table of what could not be counted. */
  public PTransform<PCollection<DeadLetter>, PCollection<DeadLetter>> deadLetters() {
    return into(Tables.DEAD_LETTERS, Tables::add, PostgresSinks::refuseBook);
  }

  /** The table of single events; an event whose row is refused is counted all the same. */
  public PTransform<PCollection<Views>, PCollection<DeadLetter>> events() {
    return into(
        ProcessedEvents.TABLE,
        (rows, views) -> {
          long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
          for (EnrichedView view : views.views()) {
            ProcessedEvents.add(rows, view, now);
          }
        },
        (rows, refusal) -> {
          String url = (String) rows.get(refusal.row(), "url");
          return letter(rows, refusal, url.getBytes(UTF_8));
        });
  }

  private <T> WriteRows<T> into(Table table, Adding<T> adding, Refusing refusing) {
    return new WriteRows<>(postgres, new OneTable<>(table, adding, refusing));
  }

  /** Adds the rows of an element. */
  @FunctionalInterface
  private interface Adding<T> extends Serializable {
    void add(Rows rows, T element);
  }

  /** Tells what is left of a row that was refused. */
  @FunctionalInterface
  private interface Refusing extends Serializable {
    DeadLetter letter(Rows rows, Refused refusal);
  }

  private record OneTable<T>(Table table, Adding<T> adding, Refusing refusing)
      implements RowMaker<T> {
    @Override
    public Iterable<Table> tables() {
      return List.of(table);
    }

    @Override
    public void make(T element, Batches batches) {
      adding.add(batches.of(table), element);
    }

    @Override
    public DeadLetter refused(Rows rows, Refused refusal) {
      return refusing.letter(rows, refusal);
    }
  }

  private static DeadLetter letter(Rows rows, Refused refusal, byte[] payload) {
    int row = refusal.row();
    return new DeadLetter(
        (String) rows.get(row, "topic"),
        (Integer) rows.get(row, "partition"),
        (Long) rows.get(row, "offset"),
        (Long) rows.get(row, "kafka_time") / 1000,
        Failure.REFUSED_ROW,
        rows.table().name() + ": " + refusal.sqlState() + " " + refusal.message(),
        payload);
  }

  /** The books have nowhere else to go: better to stop loudly than to lose a line of them. */
  private static DeadLetter refuseBook(Rows rows, Refused refusal) {
    throw new IllegalStateException(
        "PostgreSQL refuses a row of %s: %s %s"
            .formatted(rows.table().name(), refusal.sqlState(), refusal.message()));
  }
}
