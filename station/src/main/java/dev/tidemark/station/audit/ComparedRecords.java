package dev.tidemark.station.audit;

import dev.tidemark.station.audit.Difference.Again;
import dev.tidemark.station.audit.Outcome.Fate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares the rows of one partition in a table of records with what became of the records, which
 * it must be told in order. It reads a page of offsets at a time, so neither side is ever whole in
 * memory.
 */
final class ComparedRecords {

  private static final long PAGE = 10_000;

  private final RecordTable table;
  private final TopicPartition partition;
  private final long end;
  private final Scope scope;
  private final Findings findings;
  private final Connection connection;
  private List<List<String>> page = List.of();
  private int at;
  private long read;

  ComparedRecords(
      RecordTable table,
      TopicPartition partition,
      Span span,
      Scope scope,
      Findings findings,
      Connection connection) {
    this.table = table;
    this.partition = partition;
    this.read = span.begin();
    this.end = span.end();
    this.scope = scope;
    this.findings = findings;
    this.connection = connection;
  }

  void next(Outcome outcome) throws SQLException {
    boolean wanted =
        outcome.is(table.fate()) && (!table.timed() || scope.holdsTime(outcome.micros()));
    if (!wanted && !outcome.is(Fate.UNDECIDED)) {
      return;
    }
    long offset = outcome.record().offset();
    skipTo(offset);
    boolean there = at < page.size() && offset(page.get(at)) == offset;
    List<String> found = there ? page.get(at++) : null;
    if (!wanted) {
      findings.undecided(table.rows().table());
      return;
    }
    findings.compared(table.rows().table());
    List<String> expected = table.row().apply(outcome);
    if (!expected.equals(found)) {
      report(offset, expected, found);
    }
  }

  /** What the table holds beyond the last record. */
  void finish() throws SQLException {
    skipTo(end);
  }

  /** Every row up to an offset that nobody expected is one too many. */
  private void skipTo(long offset) throws SQLException {
    while (true) {
      while (at < page.size() && offset(page.get(at)) < offset) {
        List<String> extra = page.get(at++);
        findings.compared(table.rows().table());
        report(offset(extra), null, extra);
      }
      if (at < page.size() || read >= end || read > offset) {
        return;
      }
      turnPage();
    }
  }

  private void turnPage() throws SQLException {
    long to = Math.min(end, read + PAGE);
    List<Object> parameters =
        new ArrayList<>(List.of(partition.topic(), partition.partition(), read, to));
    String where = "topic = ? AND partition = ? AND \"offset\" >= ? AND \"offset\" < ?";
    if (table.timed() && scope.isBounded()) {
      where += " AND " + Rows.micros("event_time") + " BETWEEN ? AND ?";
      parameters.addAll(Arrays.asList(scope.firstMicros(), scope.lastMicros()));
    }
    page = table.rows().list(connection, where + " ORDER BY \"offset\", 2", parameters.toArray());
    at = 0;
    read = to;
  }

  private static long offset(List<String> row) {
    return Long.parseLong(row.get(0));
  }

  private void report(long offset, List<String> expected, List<String> found) {
    findings.add(
        new Difference(
            table.rows(),
            partition + " offset " + offset,
            expected,
            found,
            new Again(
                "topic = ? AND partition = ? AND \"offset\" = ?",
                List.of(partition.topic(), partition.partition(), offset),
                later -> false)));
  }
}
