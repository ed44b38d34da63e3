package dev.tidemark.parse;

import java.util.Arrays;

/**
 * The members of one event in the order of its text, by position: those of the event itself, and
 * those of objects that a path leads into, right behind their object.
 */
final class Members {
  private static final int NODE = 0;
  private static final int NAME_START = 1;
  private static final int VALUE_START = 2;
  private static final int VALUE_END = 3;
  private static final int NEXT = 4;
  private static final int MARKS = 5;
  private static final int STRIDE = 6;

  private static final int ESCAPED = 1;
  private static final int UNFIT = 2;

  private int[] entries = new int[STRIDE * 32];
  private int count;

  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  /** Opens an entry whose value has yet to be scanned; entries added before its end are inside. */
  int open(int node, int nameStart, int valueStart) {
    int at = count * STRIDE;
    if (at == entries.length) {
      entries = Arrays.copyOf(entries, entries.length * 2);
    }
    entries[at + NODE] = node;
    entries[at + NAME_START] = nameStart;
    entries[at + VALUE_START] = valueStart;
    return count++;
  }

  void close(int entry, int valueEnd, boolean escaped, boolean unfit) {
    int at = entry * STRIDE;
    entries[at + VALUE_END] = valueEnd;
    entries[at + NEXT] = count;
    entries[at + MARKS] = (escaped ? ESCAPED : 0) | (unfit ? UNFIT : 0);
  }

  /** The number of the name's node, or {@link NameTree#UNKNOWN}. */
  int node(int entry) {
    return entries[entry * STRIDE + NODE];
  }

  int nameStart(int entry) {
    return entries[entry * STRIDE + NAME_START];
  }

  int valueStart(int entry) {
    return entries[entry * STRIDE + VALUE_START];
  }

  int valueEnd(int entry) {
    return entries[entry * STRIDE + VALUE_END];
  }

  /** The entry behind this one and all that is inside of it. */
  int next(int entry) {
    return entries[entry * STRIDE + NEXT];
  }

  boolean hasInside(int entry) {
    return next(entry) > entry + 1;
  }

  /** Whether the value has a backslash in it. */
  boolean escaped(int entry) {
    return (entries[entry * STRIDE + MARKS] & ESCAPED) != 0;
  }

  /** Whether the name or the value holds what {@code jsonb} refuses. */
  boolean unfit(int entry) {
    return (entries[entry * STRIDE + MARKS] & UNFIT) != 0;
  }
}
