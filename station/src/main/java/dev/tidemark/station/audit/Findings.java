package dev.tidemark.station.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was compared, and what was not as it should be. */
final class Findings {

  /** The rest is only counted: so many differences are not for reading, nor will they settle. */
  private static final int MOST_HELD = 20_000;

  /** One table's numbers. */
  static final class Tally {
    private long rows;
    private long surplus;
    private long growing;
    private long undecided;

    long rows() {
      return rows;
    }

    long growing() {
      return growing;
    }

    long undecided() {
      return undecided;
    }
  }

  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private List<Difference> differences = new ArrayList<>();

  Findings(Scope scope) {
    for (String table : Scope.ALL) {
      if (scope.has(table)) {
        tallies.put(table, new Tally());
      }
    }
  }

  void compared(String table) {
    tallies.get(table).rows++;
  }

  /** Many rows at once, of a table outside the scope, too. */
  void compared(String table, long rows, long growing) {
    Tally tally = tallies.computeIfAbsent(table, t -> new Tally());
    tally.rows += rows;
    tally.growing += growing;
  }

  /** A row that cannot be told because it hangs on records that are gone. */
  void undecided(String table) {
    tallies.get(table).undecided++;
  }

  void add(Difference difference) {
    if (differences.size() < MOST_HELD) {
      differences.add(difference);
    } else {
      tallies.get(difference.table()).surplus++;
    }
  }

  /** Looks again at every row that differs. */
  void lookAgain(Connection connection) throws SQLException {
    List<Difference> left = new ArrayList<>();
    for (Difference difference : differences) {
      Difference now = difference.again() == null ? difference : difference.now(connection);
      if (now != null) {
        left.add(now);
      }
    }
    differences = left;
  }

  /** Excuses the rows that later records change. */
  void excuse(Later later) {
    differences.removeIf(
        difference -> {
          boolean grows = difference.again() != null && difference.again().mayGrow().ask(later);
          if (grows) {
            tallies.get(difference.table()).growing++;
          }
          return grows;
        });
  }

  boolean maySettle() {
    return differences.stream().anyMatch(difference -> difference.again() != null);
  }

  List<Difference> differences() {
    return List.copyOf(differences);
  }

  Map<String, Tally> tallies() {
    return tallies;
  }

  long differences(String table) {
    return tallies.get(table).surplus
        + differences.stream().filter(difference -> difference.table().equals(table)).count();
  }

  long total() {
    return tallies.keySet().stream().mapToLong(this::differences).sum();
  }
}
