package dev.tidemark.station.stats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.metric.Aggregator;
import dev.tidemark.metric.Key;
import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Metrics;
import dev.tidemark.metric.Tally;
import dev.tidemark.write.Postgres;
import dev.tidemark.write.ProcessedEvents;
import dev.tidemark.write.Retry;
import dev.tidemark.write.RowWriter;
import dev.tidemark.write.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Fills the tables with what the pipeline would write for some events. */
public final class MetricTables {

  /** The key as Latin-1 text, which is equal where its bytes are. */
  private record Cell(long window, String key) {
    byte[] bytes() {
      return key.getBytes(ISO_8859_1);
    }
  }

  private MetricTables() {}

  /** Writes what the tables hold after all visits, with the events of the new ones. */
  public static void append(Postgres postgres, List<Visit> known, List<Visit> more)
      throws SQLException, InterruptedException {
    List<EnrichedView> all = Stream.concat(known.stream(), more.stream()).map(Visit::view).toList();
    try (Connection connection = postgres.connect()) {
      for (Metric metric : Metrics.ALL) {
        upsert(connection, metric, tallies(metric, all));
      }
    }
    try (RowWriter writer = new RowWriter(postgres, Retry.DEFAULT)) {
      Rows rows = new Rows(ProcessedEvents.TABLE);
      for (EnrichedView view : all.subList(known.size(), all.size())) {
        ProcessedEvents.add(rows, view, view.view().eventMicros());
      }
      if (!writer.write(rows).isEmpty()) {
        throw new IllegalStateException("The database refuses an event");
      }
    }
  }

  private static Map<Cell, Tally> tallies(Metric metric, List<EnrichedView> views) {
    Map<Cell, Tally> tallies = new HashMap<>();
    for (EnrichedView view : views) {
      if (metric.counts(view)) {
        long slice = metric.windows().sliceAt(view.view().eventMicros());
        for (long window : metric.windows().windowsOf(slice)) {
          for (byte[] key : metric.keys(view)) {
            tallies
                .computeIfAbsent(
                    new Cell(window, new String(key, ISO_8859_1)), cell -> new Tally(metric))
                .add(view);
          }
        }
      }
    }
    return tallies;
  }

  /** Rows of more events win, as they do when the pipeline writes them. */
  private static void upsert(Connection connection, Metric metric, Map<Cell, Tally> tallies)
      throws SQLException {
    List<String> columns = new ArrayList<>(List.of("window_start", "window_end", "key_hash"));
    metric.dimensions().forEach(dimension -> columns.add(dimension.column()));
    for (Aggregator aggregator : metric.aggregators()) {
      columns.add(aggregator.column());
      if (aggregator instanceof Aggregator.Distinct distinct) {
        columns.add(distinct.sketchColumn());
      }
    }
    columns.add("events");
    String sql =
        "INSERT INTO %s AS old (%s) VALUES (%s) ON CONFLICT (window_start, window_end, key_hash) DO UPDATE SET %s WHERE excluded.events > old.events"
            .formatted(
                metric.table(),
                String.join(", ", columns),
                columns.stream()
                    .map(column -> column.equals("is_bot") ? "?::boolean" : "?")
                    .collect(joining(", ")),
                columns.stream().skip(3).map(c -> c + " = excluded." + c).collect(joining(", ")));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Map.Entry<Cell, Tally> entry : tallies.entrySet()) {
        set(statement, metric, entry.getKey(), entry.getValue());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void set(PreparedStatement statement, Metric metric, Cell cell, Tally tally)
      throws SQLException {
    int at = 1;
    statement.setObject(at++, time(cell.window));
    statement.setObject(at++, time(metric.windows().endOf(cell.window)));
    statement.setBytes(at++, Key.hash(cell.bytes()));
    for (String value : Key.values(cell.bytes())) {
      statement.setString(at++, value);
    }
    for (int i = 0; i < metric.aggregators().size(); i++) {
      statement.setLong(at++, tally.number(i));
      if (metric.aggregators().get(i) instanceof Aggregator.Distinct) {
        statement.setBytes(at++, tally.sketch(i));
      }
    }
    statement.setLong(at, tally.events());
  }

  private static Object time(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }
}
