package dev.tidemark.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.aggregate.Pane;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.Failure;
import dev.tidemark.metric.Aggregator;
import dev.tidemark.metric.Aggregator.Distinct;
import dev.tidemark.metric.Aggregator.Latest;
import dev.tidemark.metric.Dimension;
import dev.tidemark.metric.Key;
import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Tally;
import dev.tidemark.write.Table.Column;
import dev.tidemark.write.Table.Conflict;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of the metrics' tables, as each metric's declaration tells. */
final class MetricRows implements RowMaker<Pane> {

  private record Target(Metric metric, Table table) implements Serializable {}

  private final Map<String, Target> targets = new LinkedHashMap<>();
  private final long generation;

  /**
   * @param generation rows of a higher one win over rows of a lower one, however many events they
   *     have
   */
  MetricRows(List<Metric> metrics, long generation) {
    this.generation = generation;
    for (Metric metric : metrics) {
      targets.put(metric.table(), new Target(metric, table(metric)));
    }
  }

  static Table table(Metric metric) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("window_start", Table.Type.TIME));
    columns.add(new Column("window_end", Table.Type.TIME));
    columns.add(new Column("key_hash", Table.Type.BYTES));
    for (Dimension dimension : metric.dimensions()) {
      columns.add(
          new Column(
              dimension.column(),
              switch (dimension.type()) {
                case TEXT -> Table.Type.TEXT;
                case BOOLEAN -> Table.Type.BOOLEAN;
              }));
    }
    for (Aggregator aggregator : metric.aggregators()) {
      boolean text = aggregator instanceof Latest;
      columns.add(new Column(aggregator.column(), text ? Table.Type.TEXT : Table.Type.BIGINT));
      if (aggregator instanceof Distinct distinct) {
        columns.add(new Column(distinct.sketchColumn(), Table.Type.BYTES));
      }
    }
    columns.add(new Column("events", Table.Type.BIGINT));
    columns.add(new Column("generation", Table.Type.BIGINT));
    columns.add(new Column("updated_at", Table.Type.NOW));
    return new Table(
        metric.table(),
        columns,
        List.of("window_start", "window_end", "key_hash"),
        Conflict.moreWins("generation", "events"));
  }

  @Override
  public Iterable<Table> tables() {
    return targets.values().stream().map(Target::table).toList();
  }

  @Override
  public void make(Pane pane, Batches batches) {
    Target target = targets.get(pane.table());
    long start = pane.windowMillis() * 1000;
    long end = target.metric().windows().endOf(pane.windowMillis()) * 1000;
    Rows rows = batches.of(target.table());
    pane.tallies().forEach((key, tally) -> rows.add(row(target.metric(), start, end, key, tally)));
  }

  private Object[] row(Metric metric, long start, long end, byte[] key, Tally tally) {
    List<Object> row = new ArrayList<>();
    row.add(start);
    row.add(end);
    row.add(Key.hash(key));
    List<String> values = Key.values(key);
    List<Dimension> dimensions = metric.dimensions();
    for (int i = 0; i < dimensions.size(); i++) {
      row.add(
          switch (dimensions.get(i).type()) {
            case TEXT -> values.get(i);
            case BOOLEAN -> Boolean.valueOf(values.get(i));
          });
    }
    List<Aggregator> aggregators = metric.aggregators();
    for (int i = 0; i < aggregators.size(); i++) {
      row.add(aggregators.get(i) instanceof Latest ? tally.text(i) : tally.number(i));
      if (aggregators.get(i) instanceof Distinct) {
        row.add(tally.sketch(i));
      }
    }
    row.add(tally.events());
    row.add(generation);
    return row.toArray();
  }

  /**
   * A result has no offset. Its dead letter goes by its table and by a number made of its key and
   * window, so that the same row is set aside once, however often it is tried.
   */
  @Override
  public DeadLetter refused(Rows rows, Refused refusal) {
    int row = refusal.row();
    long start = (Long) rows.get(row, "window_start");
    byte[] hash = (byte[]) rows.get(row, "key_hash");
    return new DeadLetter(
        rows.table().name(),
        -1,
        (ByteBuffer.wrap(hash).getLong() ^ start) & Long.MAX_VALUE,
        start / 1000,
        Failure.REFUSED_ROW,
        refusal.sqlState() + " " + refusal.message(),
        rows.text(row).getBytes(UTF_8));
  }
}
