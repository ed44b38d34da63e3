package dev.tidemark.write;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;

/** Offsets of one partition as a short text: {@code 3-7,12} means 3 to 7 and 12. */
final class Offsets {

  private Offsets() {}

  static String told(SortedSet<Long> offsets) {
    List<String> runs = new ArrayList<>();
    long first = 0;
    Long last = null;
    for (long offset : offsets) {
      if (last != null && offset != last + 1) {
        runs.add(run(first, last));
      }
      if (last == null || offset != last + 1) {
        first = offset;
      }
      last = offset;
    }
    if (last != null) {
      runs.add(run(first, last));
    }
    return String.join(",", runs);
  }

  private static String run(long first, long last) {
    return first == last ? Long.toString(first) : first + "-" + last;
  }

  /** The offsets that a text tells. */
  static NavigableSet<Long> of(String told) {
    NavigableSet<Long> offsets = new TreeSet<>();
    forEachRun(
        told,
        (first, last) -> {
          for (long offset = first; offset <= last; offset++) {
            offsets.add(offset);
          }
        });
    return offsets;
  }

  /** Removes from a set what a text tells. */
  static void remove(String told, NavigableSet<Long> from) {
    forEachRun(told, (first, last) -> from.subSet(first, true, last, true).clear());
  }

  private interface Run {
    void take(long first, long last);
  }

  private static void forEachRun(String told, Run taker) {
    for (String run : told.split(",", -1)) {
      int dash = run.indexOf('-');
      long first = Long.parseLong(dash < 0 ? run : run.substring(0, dash));
      taker.take(first, Long.parseLong(run.substring(dash + 1)));
    }
  }
}
