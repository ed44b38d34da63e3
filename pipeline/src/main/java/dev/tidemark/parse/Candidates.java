package dev.tidemark.parse;

import dev.tidemark.event.Field;
import java.util.Arrays;
import java.util.List;

/**
 * The values that paths lead to in one event, and which of them a field takes: of a name that is
 * given twice the last value counts, of several paths the best one with a value.
 */
final class Candidates {
  static final int NONE = -1;

  /** Of each path; nodes where no path ends have none. */
  private final int[] targetOf;

  private final long[] pathsOf = new long[FieldMap.TARGETS];

  /** The member that each node of the tree met last. */
  private final int[] memberOf;

  private long usable;

  Candidates(List<FieldMap.Path> paths, int nodes) {
    targetOf = new int[paths.size()];
    memberOf = new int[nodes];
    for (int path = 0; path < targetOf.length; path++) {
      targetOf[path] = paths.get(path).target();
      pathsOf[targetOf[path]] |= 1L << path;
    }
  }

  void clear() {
    usable = 0;
    Arrays.fill(memberOf, NONE);
  }

  /** Forgets what these paths met before: their name was given again. */
  void forget(long paths) {
    usable &= ~paths;
  }

  /**
   * Notes what a node met: {@link #NONE} for a null, and of no use where a list stands for text.
   */
  void meet(int node, int member, boolean useful) {
    memberOf[node] = member;
    if (useful) {
      usable |= 1L << node;
    }
  }

  /** The member that gives a field its value, or {@link #NONE}. */
  int chosen(int target) {
    long paths = usable & pathsOf[target];
    return paths == 0 ? NONE : memberOf[Long.numberOfTrailingZeros(paths)];
  }

  /**
   * Whether a member that has a node belongs to the unknown ones after all. Addresses never do:
   * wherever one stands, it must not slip into storage under another name.
   */
  boolean leaves(int node, int member) {
    if (memberOf[node] != member || node >= targetOf.length) {
      return memberOf[node] == member;
    }
    int target = targetOf[node];
    return chosen(target) != member && target != FieldMap.target(Field.IP);
  }
}
