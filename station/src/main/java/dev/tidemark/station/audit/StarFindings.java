package dev.tidemark.station.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found in the star schema. */
final class StarFindings {

  /** A row that is not what it should be; null stands for a row that is missing. */
  record Wrong(String key, String column, String expected, String found) {}

  /** Of one table. */
  private static final class Of {
    private long rows;
    private long growing;
    private final List<Wrong> wrong = new ArrayList<>();
  }

  private final Map<String, Of> tables = new LinkedHashMap<>();

  private Of of(String table) {
    return tables.computeIfAbsent(table, t -> new Of());
  }

  void compared(String table, long rows, long growing) {
    of(table).rows = rows;
    of(table).growing = growing;
  }

  void add(String table, Wrong wrong) {
    of(table).wrong.add(wrong);
  }

  /** In the form of those of all other tables. */
  void addTo(Findings findings) {
    tables.forEach(
        (table, of) -> {
          findings.compared(table, of.rows, of.growing);
          of.wrong.forEach(
              wrong ->
                  findings.add(
                      new Difference(
                          new Rows(table, List.of(wrong.column()), List.of(wrong.column())),
                          wrong.key(),
                          cells(wrong.expected()),
                          cells(wrong.found()),
                          null)));
        });
  }

  private static List<String> cells(String only) {
    return only == null ? null : Arrays.asList(only);
  }

  boolean isClean() {
    return tables.values().stream().allMatch(of -> of.wrong.isEmpty());
  }
}
