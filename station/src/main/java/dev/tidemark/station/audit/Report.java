package dev.tidemark.station.audit;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an audit found.
 *
 * @param reopened slices that await a recomputation, as the pipeline itself has noted
 */
record Report(Findings findings, long read, Duration took, long reopened) {

  boolean isClean() {
    return findings.total() == 0;
  }

  /** The first differences, in one line each, and how many there are. */
  void printDifferences(PrintWriter out, int limit) {
    findings.differences().stream()
        .limit(limit)
        .forEach(d -> out.printf("%s %s: %s%n", d.table(), Terse.text(d.key()), d.what()));
    long more = findings.total() - Math.min(limit, findings.differences().size());
    if (more > 0) {
      out.printf(Locale.ROOT, "… and %,d more differences%n", more);
    }
    if (!isClean()) {
      out.println();
    }
  }

  void printTable(PrintWriter out) {
    String line = "%-26s%14s%14s%12s%12s%n";
    out.printf(line, "table", "rows", "differences", "growing", "undecided");
    findings
        .tallies()
        .forEach(
            (table, tally) ->
                out.printf(
                    Locale.ROOT,
                    "%-26s%,14d%,14d%,12d%,12d%n",
                    table,
                    tally.rows(),
                    findings.differences(table),
                    tally.growing(),
                    tally.undecided()));
    double seconds = Math.max(0.001, took.toMillis() / 1e3);
    out.printf(
        Locale.ROOT,
        "%n%,d records read in %,.1f s (%,.0f/s): %s%n",
        read,
        seconds,
        read / seconds,
        isClean() ? "no difference" : "%,d differences".formatted(findings.total()));
    if (reopened > 0) {
      out.printf(
          Locale.ROOT,
          "%,d slices were reopened and await a recomputation (reopened_windows)%n",
          reopened);
    }
  }

  /** All of it as values for JSON. */
  Map<String, Object> values(int limit) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("clean", isClean());
    values.put("recordsRead", read);
    values.put("seconds", took.toMillis() / 1e3);
    values.put("reopenedSlices", reopened);
    List<Object> tables = new ArrayList<>();
    findings
        .tallies()
        .forEach(
            (table, tally) -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put("table", table);
              row.put("rows", tally.rows());
              row.put("differences", findings.differences(table));
              row.put("growing", tally.growing());
              row.put("undecided", tally.undecided());
              tables.add(row);
            });
    values.put("tables", tables);
    values.put(
        "differences", findings.differences().stream().limit(limit).map(Report::row).toList());
    return values;
  }

  private static Map<String, Object> row(Difference difference) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("table", difference.table());
    row.put("key", difference.key());
    row.put("columns", difference.rows().columns());
    row.put("expected", difference.expected());
    row.put("found", difference.found());
    return row;
  }
}
