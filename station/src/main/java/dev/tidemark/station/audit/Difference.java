package dev.tidemark.station.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A row that is not what it should be.
 *
 * @param key where the row stands, for people
 * @param expected null when there should be no such row
 * @param found null when there is none
 * @param again how to ask for the row once more; null when there is no point in it
 */
record Difference(Rows rows, String key, List<String> expected, List<String> found, Again again) {

  /**
   * The one row, by a condition.
   *
   * @param mayGrow whether records that came later change the row, too
   */
  record Again(String where, List<Object> parameters, MayGrow mayGrow) {}

  /** Answers whether records that came later change a row. */
  @FunctionalInterface
  interface MayGrow {
    boolean ask(Later later);
  }

  String table() {
    return rows.table();
  }

  /** The same difference as it is now; null when it is none any more. */
  Difference now(Connection connection) throws SQLException {
    List<List<String>> there = rows.list(connection, again.where, again.parameters.toArray());
    if (expected == null ? there.isEmpty() : there.equals(List.of(expected))) {
      return null;
    }
    List<String> other =
        there.stream().filter(row -> !row.equals(expected)).findFirst().orElse(null);
    return new Difference(rows, key, expected, other, again);
  }

  /** What differs, as {@code column: found instead of expected}. */
  String what() {
    if (found == null) {
      return "missing: " + said(expected);
    }
    if (expected == null) {
      return "extra: " + said(found);
    }
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < rows.columns().size(); i++) {
      if (!Objects.equals(expected.get(i), found.get(i))) {
        cells.add(
            rows.columns().get(i) + " is " + cell(found, i) + ", expected " + cell(expected, i));
      }
    }
    return String.join("; ", cells);
  }

  private String said(List<String> row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      cells.add(rows.columns().get(i) + " " + cell(row, i));
    }
    return String.join(", ", cells);
  }

  private static String cell(List<String> row, int at) {
    String text = row.get(at);
    return text == null ? "null" : "'" + Terse.text(text) + "'";
  }
}
