package dev.tidemark.station.audit;

import dev.tidemark.station.audit.Difference.Again;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.apache.kafka.common.TopicPartition;

/** Compares the ledger of one partition with the recount, and with its own rules. */
final class ComparedLedger {

  private static final String OF_PARTITION = "topic = ? AND partition = ?";

  private static final Rows COUNTED =
      new Rows(
          "ledger",
          List.of("first_offset", "counted", "bot"),
          List.of("first_offset", "counted", "bot"));

  private static final Rows WHOLE =
      new Rows(
          "ledger",
          List.of(
              "first_offset",
              "counted",
              "bot",
              "last_offset",
              "read",
              "late",
              "duplicate",
              "dead",
              "min_event_time",
              "max_event_time"),
          List.of(
              "first_offset",
              "counted",
              "bot",
              "last_offset",
              "read",
              "late",
              "duplicate",
              "dead",
              Rows.micros("min_event_time"),
              Rows.micros("max_event_time")));

  private static final String NO_GAP = "ranges follow each other without a gap";

  private static final Rows RULES =
      new Rows(
          "ledger",
          List.of("first_offset", "rule"),
          List.of(
              "first_offset",
              """
              CASE
                WHEN read <> counted + late + duplicate + dead
                  THEN 'read = counted + late + duplicate + dead'
                WHEN bot > counted THEN 'bot <= counted'
                WHEN first_offset %% %1$d <> 0 THEN 'first_offset is a multiple of %1$d'
                WHEN last_offset < first_offset OR last_offset >= first_offset + %1$d
                  THEN 'last_offset lies within the range'
                WHEN read > last_offset - first_offset + 1 THEN 'no offset is read twice'
                WHEN first_offset - lag(first_offset) OVER (ORDER BY first_offset) > %1$d
                  THEN '%2$s'
              END"""
                  .formatted(LedgerRecount.RANGE, NO_GAP)));

  private final TopicPartition partition;
  private final Span span;
  private final LedgerRecount recount;
  private final Findings findings;
  private final boolean allFates;

  /**
   * @param allFates whether the recount knows of records that do not count
   */
  ComparedLedger(
      TopicPartition partition,
      Span span,
      LedgerRecount recount,
      Findings findings,
      boolean allFates) {
    this.partition = partition;
    this.span = span;
    this.recount = recount;
    this.findings = findings;
    this.allFates = allFates;
  }

  void compare(Connection connection) throws SQLException {
    RULES.stream(
        connection,
        OF_PARTITION + " ORDER BY first_offset",
        this::checkRule,
        partition.topic(),
        partition.partition());
    NavigableMap<Long, List<String>> expected = recount.rows(partition, allFates);
    Rows rows = allFates ? WHOLE : COUNTED;
    rows.stream(
        connection,
        OF_PARTITION + " ORDER BY first_offset",
        found -> take(rows, expected, found),
        partition.topic(),
        partition.partition());
    expected.forEach((first, row) -> miss(rows, first, row));
  }

  /** Where records are at hand, they tell better what is missing: offsets may have gaps, too. */
  private void checkRule(List<String> row) {
    long first = Long.parseLong(row.get(0));
    boolean recounted = allFates && first > span.begin();
    if (row.get(1) != null && !(recounted && row.get(1).equals(NO_GAP))) {
      findings.add(
          new Difference(
              new Rows("ledger", List.of("first_offset", "broken rule"), List.of()),
              key(first),
              null,
              row,
              null));
    }
  }

  private void take(Rows rows, NavigableMap<Long, List<String>> expected, List<String> found) {
    long first = Long.parseLong(found.get(0));
    List<String> values = expected.remove(first);
    boolean gone = first < span.begin();
    boolean empty = values == null && !allFates && found.get(1).equals("0");
    if (gone || recount.isUndecided(partition, first)) {
      findings.undecided("ledger");
      return;
    }
    // A range behind the records of this audit is none of its business.
    if (empty || (values == null && first >= span.end())) {
      return;
    }
    findings.compared("ledger");
    List<String> row = values == null ? null : row(first, values);
    if (!found.equals(row)) {
      report(rows, first, row, found);
    }
  }

  private void miss(Rows rows, long first, List<String> values) {
    if (first >= span.begin()) {
      findings.compared("ledger");
      report(rows, first, row(first, values), null);
    }
  }

  private static List<String> row(long first, List<String> values) {
    List<String> row = new ArrayList<>();
    row.add(Rows.cell(first));
    row.addAll(values);
    return row;
  }

  private void report(Rows rows, long first, List<String> expected, List<String> found) {
    findings.add(
        new Difference(
            rows,
            key(first),
            expected,
            found,
            new Again(
                OF_PARTITION + " AND first_offset = ?",
                List.of(partition.topic(), partition.partition(), first),
                later -> later.ledger().has(partition, first))));
  }

  private String key(long first) {
    return partition + " from offset " + first;
  }
}
