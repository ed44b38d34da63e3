package dev.tidemark.station.operate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The offsets of one partition that a store holds, as runs without a gap. */
final class KeptOffsets {

  /** Offsets without a gap. */
  record Run(long first, long last) {
    long length() {
      return last - first + 1;
    }

    @Override
    public String toString() {
      return first == last ? Long.toString(first) : first + " to " + last;
    }
  }

  private final List<Run> runs = new ArrayList<>();
  private boolean sorted = true;

  void add(long offset) {
    int last = runs.size() - 1;
    if (last >= 0 && runs.get(last).last() + 1 == offset) {
      runs.set(last, new Run(runs.get(last).first(), offset));
    } else {
      runs.add(new Run(offset, offset));
      sorted = false;
    }
  }

  /** Adds what the footer of a file tells: {@code 3-7,12}. */
  void addTold(String told) {
    for (String run : told.split(",", -1)) {
      int dash = run.indexOf('-');
      long first = Long.parseLong(dash < 0 ? run : run.substring(0, dash));
      runs.add(new Run(first, Long.parseLong(run.substring(dash + 1))));
    }
    sorted = false;
  }

  private List<Run> sorted() {
    if (!sorted) {
      runs.sort(Comparator.comparingLong(Run::first).thenComparingLong(Run::last));
      sorted = true;
    }
    return runs;
  }

  long count() {
    return runs.stream().mapToLong(Run::length).sum();
  }

  /** The first offset; 0 where there is none. */
  long first() {
    return runs.isEmpty() ? 0 : sorted().get(0).first();
  }

  /** What is there more than once. */
  List<Run> twice() {
    List<Run> twice = new ArrayList<>();
    long last = -1;
    for (Run run : sorted()) {
      if (run.first() <= last) {
        twice.add(new Run(run.first(), Math.min(last, run.last())));
      }
      last = Math.max(last, run.last());
    }
    return twice;
  }

  /** How many there are from one offset to another. */
  long within(long first, long last) {
    return runs.stream()
        .mapToLong(
            run -> Math.max(0, Math.min(last, run.last()) - Math.max(first, run.first()) + 1))
        .sum();
  }

  /** Which are not there from one offset to another. */
  List<Run> missing(long first, long last) {
    List<Run> missing = new ArrayList<>();
    long next = first;
    for (Run run : sorted()) {
      if (run.first() > last) {
        break;
      }
      if (run.first() > next) {
        missing.add(new Run(next, run.first() - 1));
      }
      next = Math.max(next, run.last() + 1);
    }
    if (next <= last) {
      missing.add(new Run(next, last));
    }
    return missing;
  }
}
