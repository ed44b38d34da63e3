package dev.tidemark.station.chaos;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was done, how it was borne, and whether the tables are right in the end.
 *
 * @param replay the command that does the same again
 */
record Report(
    Instant at,
    String target,
    long seed,
    List<Recovery> recoveries,
    Balance balance,
    Found found,
    String replay) {

  Report {
    recoveries = List.copyOf(recoveries);
  }

  /** All that was sent stands in the tables, once and right, and the audit has seen all of it. */
  boolean isClean() {
    return balance.isEven() && found.isClean() && found.recordsRead() == balance.written();
  }

  long kills() {
    return recoveries.stream()
        .filter(recovery -> recovery.step().action().kind() == Action.Kind.KILL)
        .count();
  }

  private Map<String, List<Recovery>> byAction() {
    return recoveries.stream()
        .collect(
            Collectors.groupingBy(
                recovery -> recovery.step().action().name(),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  void print(PrintWriter out) {
    out.printf("%n%-22s%8s%18s%18s%n", "action", "times", "median recovery", "worst recovery");
    byAction().forEach((name, recoveries) -> printRow(out, name, recoveries));
    printRow(out, "all", recoveries);
    Books.Entry entered = balance.entered();
    out.println();
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("kills", kills());
    figures.put("records sent", balance.sent());
    figures.put("in the topic", balance.written());
    figures.put("read", entered.read());
    figures.put("counted", entered.counted());
    figures.put("late", entered.late());
    figures.put("duplicate", entered.duplicate());
    figures.put("dead", entered.dead());
    figures.put("lost", balance.lost());
    figures.put("doubled", balance.doubled());
    figures.put("rows compared", found.rows());
    figures.put("rows undecided", found.undecided());
    figures.put("mismatching rows", found.mismatching());
    figures.forEach((name, value) -> out.printf(Locale.ROOT, "%-22s%,14d%n", name, value));
    found.differences().forEach(out::println);
    out.printf("%n%s: seed %d, %s%n", isClean() ? "Exact" : "NOT EXACT", seed, target);
    out.printf("Again: %s%n", replay);
    out.flush();
  }

  private static void printRow(PrintWriter out, String name, List<Recovery> recoveries) {
    out.printf(
        Locale.ROOT,
        "%-22s%,8d%16.1f s%16.1f s%n",
        name,
        recoveries.size(),
        Step.seconds(Recovery.median(recoveries)),
        Step.seconds(Recovery.worst(recoveries)));
  }

  /** All of it as values for JSON. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("clean", isClean());
    values.put("at", at.toString());
    values.put("target", target);
    values.put("seed", seed);
    values.put("kills", kills());
    values.put("medianRecoverySeconds", Step.seconds(Recovery.median(recoveries)));
    values.put("worstRecoverySeconds", Step.seconds(Recovery.worst(recoveries)));
    values.put("sent", balance.sent());
    values.put("written", balance.written());
    values.put("read", balance.entered().read());
    values.put("counted", balance.entered().counted());
    values.put("late", balance.entered().late());
    values.put("duplicate", balance.entered().duplicate());
    values.put("dead", balance.entered().dead());
    values.put("lost", balance.lost());
    values.put("doubled", balance.doubled());
    values.put("rowsCompared", found.rows());
    values.put("rowsUndecided", found.undecided());
    values.put("rowsMismatching", found.mismatching());
    values.put("differences", found.differences());
    List<Object> actions = new ArrayList<>();
    recoveries.forEach(recovery -> actions.add(row(recovery)));
    values.put("actions", actions);
    values.put("replay", replay);
    return values;
  }

  private static Map<String, Object> row(Recovery recovery) {
    Step step = recovery.step();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("number", step.number());
    row.put("action", step.action().name());
    row.put("calmSeconds", Step.seconds(step.calm()));
    row.put("heldSeconds", Step.seconds(step.holds()));
    row.put("recoverySeconds", Step.seconds(recovery.took()));
    return row;
  }
}
