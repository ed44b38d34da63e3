package dev.tidemark.station.logs;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of the lines. */
final class Tally {

  private static final int SHOWN = 10;

  private final Map<Skipped, Long> skipped = new EnumMap<>(Skipped.class);
  private final Map<String, Long> reasons = new LinkedHashMap<>();
  private final List<String> examples = new ArrayList<>();
  private final List<String> unfinished = new ArrayList<>();
  private long imported;
  private long rejected;

  void imported() {
    imported++;
  }

  void skipped(Skipped why) {
    skipped.merge(why, 1L, Long::sum);
  }

  void rejected(String where, String reason) {
    rejected++;
    // The text of the line stands in quotes: without it the reasons can be counted.
    reasons.merge(reason.replaceAll(" '.*'", ""), 1L, Long::sum);
    if (examples.size() < SHOWN) {
      examples.add(where + ": " + reason);
    }
  }

  /** The last line of a log, which its server is still writing. */
  void unfinished(String where) {
    unfinished.add(where);
  }

  List<String> unfinishedLines() {
    return unfinished;
  }

  long importedLines() {
    return imported;
  }

  long rejectedLines() {
    return rejected;
  }

  Map<Skipped, Long> skippedLines() {
    return skipped;
  }

  long allSkipped() {
    return skipped.values().stream().mapToLong(Long::longValue).sum();
  }

  Map<String, Long> reasons() {
    return reasons;
  }

  /** The first lines that were rejected, each with its number and the reason. */
  List<String> examples() {
    return examples;
  }
}
