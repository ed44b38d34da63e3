package dev.tidemark.station.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the audit found, by a process of its own, which knows nothing of what was done.
 *
 * @param recordsRead from the topic
 * @param rows that were compared
 * @param undecided rows that could not be told, because records are gone
 * @param mismatching rows that were not as they should be
 * @param differences the first of them, as it told them
 */
record Found(
    long recordsRead, long rows, long undecided, long mismatching, List<String> differences) {

  private static final String MOST_SHOWN = "20";

  Found {
    differences = List.copyOf(differences);
  }

  /** What several audits found, one after the other; each reads all records. */
  static Found byAll(Path logs, List<List<String>> audits)
      throws IOException, InterruptedException {
    Found all = by(logs, audits.get(0));
    for (List<String> audit : audits.subList(1, audits.size())) {
      all = all.and(by(logs, audit));
    }
    return all;
  }

  private Found and(Found other) {
    return new Found(
        Math.min(recordsRead, other.recordsRead),
        rows + other.rows,
        undecided + other.undecided,
        mismatching + other.mismatching,
        Stream.concat(differences.stream(), other.differences.stream()).toList());
  }

  /**
   * Runs it to its end.
   *
   * @param logs where its output is kept
   * @param where the options that name what it looks at
   */
  private static Found by(Path logs, List<String> where) throws IOException, InterruptedException {
    Path results = logs.resolve("verify.json");
    Path remarks = logs.resolve("verify.log");
    List<String> arguments = new ArrayList<>(List.of("verify", "--json"));
    arguments.addAll(List.of("--limit=" + MOST_SHOWN, "--timeout=5m", "--settle=90s"));
    arguments.addAll(where);
    Process audit = Program.own().start(Redirect.to(results.toFile()), remarks, arguments);
    try {
      int code = audit.waitFor();
      if (Files.size(results) == 0) {
        throw Program.failed("verify", "It ended with " + code + " and told nothing.", remarks);
      }
    } finally {
      audit.destroyForcibly();
    }
    return read(new ObjectMapper().readTree(results.toFile()));
  }

  static Found read(JsonNode report) {
    return new Found(
        report.path("recordsRead").asLong(),
        sum(report, "rows"),
        sum(report, "undecided"),
        sum(report, "differences"),
        list(report.path("differences")).stream().map(JsonNode::toString).toList());
  }

  private static long sum(JsonNode report, String column) {
    return list(report.path("tables")).stream().mapToLong(row -> row.path(column).asLong()).sum();
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  boolean isClean() {
    return mismatching == 0 && undecided == 0;
  }
}
