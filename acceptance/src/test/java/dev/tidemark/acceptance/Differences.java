package dev.tidemark.acceptance;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Differences between tables, told so that a person can read them. */
final class Differences {

  private static final int SHOWN = 40;

  private Differences() {}

  static String told(List<String> differences) {
    return differences.stream().limit(SHOWN).collect(joining("\n"))
        + (differences.size() > SHOWN ? "\n… " + (differences.size() - SHOWN) + " more" : "");
  }

  static void assertNone(String what, List<String> differences) {
    if (!differences.isEmpty()) {
      throw new AssertionError(
          what + " differ in " + differences.size() + " rows:\n" + told(differences));
    }
  }
}
