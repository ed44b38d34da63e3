package dev.tidemark.station.audit;

import static dev.tidemark.station.audit.Rows.cell;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.station.audit.Difference.Again;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/** Compares a table of figures with the recount, window by window. */
final class ComparedFigures {

  private static final int KEY_AT = 3;
  private static final int HASH_BYTES = 16;

  private final Figure figure;
  private final Rows rows;
  private final Recount recount;
  private final Scope scope;
  private final long undecidedUpTo;
  private final Findings findings;

  private NavigableSet<Long> left;
  private long window = Long.MIN_VALUE;
  private Map<List<String>, Count> expected = Map.of();

  /**
   * @param undecidedUpTo windows that begin up to here may hold records that are gone, in
   *     milliseconds
   */
  ComparedFigures(
      Figure figure, Recount recount, Scope scope, long undecidedUpTo, Findings findings) {
    this.figure = figure;
    this.rows = rowsOf(figure);
    this.recount = recount;
    this.scope = scope;
    this.undecidedUpTo = undecidedUpTo;
    this.findings = findings;
  }

  private static Rows rowsOf(Figure figure) {
    List<String> columns = new ArrayList<>(List.of("window_start", "window_end", "key_hash"));
    List<String> cells =
        new ArrayList<>(
            List.of(
                Rows.micros("window_start"), Rows.micros("window_end"), "encode(key_hash, 'hex')"));
    for (String column : figure.keyColumns()) {
      columns.add(column);
      cells.add(column.equals("is_bot") ? "is_bot::text" : column);
    }
    List<String> values = new ArrayList<>();
    if (figure.count() != null) {
      values.add(figure.count());
    }
    if (figure.distinct() != null) {
      values.addAll(List.of(figure.distinct(), "sketch"));
    }
    values.add("events");
    columns.addAll(values);
    cells.addAll(values);
    return new Rows(figure.table(), columns, cells);
  }

  void compare(Connection connection) throws SQLException {
    left = recount.windows(figure);
    left.removeIf(begin -> !isCompared(begin));
    rows.stream(
        connection,
        "window_start >= ? AND window_start < ? ORDER BY window_start",
        this::take,
        scope.firstTime(),
        scope.lastTime());
    finishWindow();
    for (long missing : List.copyOf(left)) {
      open(missing);
      finishWindow();
    }
  }

  private boolean isCompared(long begin) {
    return scope.holds(figure, begin) && begin > undecidedUpTo;
  }

  private void take(List<String> found) {
    long begin = Math.floorDiv(Long.parseLong(found.get(0)), 1_000);
    if (!scope.holds(figure, begin)) {
      return;
    }
    if (begin <= undecidedUpTo) {
      findings.undecided(figure.table());
      return;
    }
    if (begin != window) {
      finishWindow();
      for (long missing : List.copyOf(left.headSet(begin, false))) {
        open(missing);
        finishWindow();
      }
      open(begin);
    }
    findings.compared(figure.table());
    List<String> key = found.subList(KEY_AT, KEY_AT + figure.keyColumns().size());
    Count count = expected.remove(key);
    List<String> row = count == null ? null : row(begin, key, count);
    if (!found.equals(row)) {
      report(begin, List.copyOf(key), row, found);
    }
  }

  private void open(long begin) {
    window = begin;
    expected = recount.window(figure, begin);
    left.remove(begin);
  }

  /** What was expected and did not come is missing. */
  private void finishWindow() {
    expected.forEach(
        (key, count) -> {
          findings.compared(figure.table());
          report(window, key, row(window, key, count), null);
        });
    expected = Map.of();
  }

  private List<String> row(long begin, List<String> key, Count count) {
    List<String> row = new ArrayList<>();
    row.add(cell(begin * 1_000));
    row.add(cell((begin + figure.size().toMillis()) * 1_000));
    row.add(HexFormat.of().formatHex(hash(key), 0, HASH_BYTES));
    row.addAll(key);
    if (figure.count() != null) {
      row.add(cell(count.events()));
    }
    if (figure.distinct() != null) {
      row.add(cell(Sketches.estimate(count.visitors())));
      row.add(Sketches.text(count.visitors()));
    }
    row.add(cell(count.events()));
    return row;
  }

  /** The hash by which the key of a row is found: of each value its length and its bytes. */
  private static byte[] hash(List<String> key) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    for (String value : key) {
      byte[] bytes = value.getBytes(UTF_8);
      encoded.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      encoded.writeBytes(bytes);
    }
    return Sketches.sha256(encoded.toByteArray());
  }

  private void report(long begin, List<String> key, List<String> wanted, List<String> found) {
    List<String> row = wanted == null ? found : wanted;
    findings.add(
        new Difference(
            rows,
            Instant.ofEpochMilli(begin) + " " + String.join(" | ", key),
            wanted,
            found,
            new Again(
                "window_start = ? AND window_end = ? AND key_hash = ?",
                List.of(
                    Scope.time(Long.parseLong(row.get(0))),
                    Scope.time(Long.parseLong(row.get(1))),
                    HexFormat.of().parseHex(row.get(2))),
                later -> later.figures().touches(figure, begin, key))));
  }
}
