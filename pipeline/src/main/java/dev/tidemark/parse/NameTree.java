package dev.tidemark.parse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The names that an object's members may have, each with the names inside of it.
 *
 * <p>Names are compared as words: the length, the first eight and the last eight bytes are the
 * whole of a name up to sixteen bytes, and only longer ones are compared byte by byte.
 */
final class NameTree {
  /** The number of what stands in no tree. */
  static final int UNKNOWN = -1;

  private final byte[] name;
  private final long head;
  private final long tail;
  private final List<NameTree> children = new ArrayList<>();
  private NameTree[] table = new NameTree[1];

  private int number = UNKNOWN;
  private boolean endsPath;
  private boolean takesObject;
  private long paths;

  private NameTree(byte[] name) {
    this.name = name;
    this.head = Words.upTo8(name, 0, name.length);
    this.tail = tail(name, 0, name.length);
  }

  /** The tree of all paths; a path's number is its place in the list. */
  static NameTree of(List<FieldMap.Path> paths) {
    NameTree root = new NameTree(new byte[0]);
    for (int i = 0; i < paths.size(); i++) {
      NameTree node = root;
      for (String name : paths.get(i).names()) {
        node.paths |= 1L << i;
        node = node.grow(name.getBytes(StandardCharsets.UTF_8));
      }
      node.paths |= 1L << i;
      node.number = i;
      node.endsPath = true;
      node.takesObject = FieldMap.takesObject(paths.get(i).target());
    }
    root.plant(paths.size());
    return root;
  }

  private NameTree grow(byte[] name) {
    for (NameTree child : children) {
      if (Arrays.equals(child.name, name)) {
        return child;
      }
    }
    NameTree child = new NameTree(name);
    children.add(child);
    return child;
  }

  /** Fills the tables and numbers the nodes where no path ends, from the next free number on. */
  private int plant(int free) {
    int next = free;
    table = new NameTree[Integer.highestOneBit(Math.max(1, children.size())) * 4];
    for (NameTree child : children) {
      int slot = slot(child.head, child.tail, child.name.length);
      while (table[slot] != null) {
        slot = slot + 1 & table.length - 1;
      }
      table[slot] = child;
      if (!child.endsPath) {
        child.number = next++;
      }
      next = child.plant(next);
    }
    return next;
  }

  /** The node of a member with this name, or null when no path begins with it. */
  NameTree child(byte[] bytes, int from, int to) {
    int length = to - from;
    long wantedHead = Words.upTo8(bytes, from, length);
    long wantedTail = tail(bytes, from, length);
    int slot = slot(wantedHead, wantedTail, length);
    while (true) {
      NameTree child = table[slot];
      if (child == null) {
        return null;
      }
      if (child.head == wantedHead
          && child.tail == wantedTail
          && child.name.length == length
          && (length <= 2 * Long.BYTES || Arrays.equals(child.name, 0, length, bytes, from, to))) {
        return child;
      }
      slot = slot + 1 & table.length - 1;
    }
  }

  /** Every node has one; where a path ends, it is that path's. */
  int number() {
    return number;
  }

  boolean endsPath() {
    return endsPath;
  }

  /** How many nodes stand below this one. */
  int size() {
    int size = children.size();
    for (NameTree child : children) {
      size += child.size();
    }
    return size;
  }

  /** Whether the path that ends here is for a field that is a JSON object. */
  boolean takesObject() {
    return takesObject;
  }

  /** The paths that end here or further inside, a bit each. */
  long paths() {
    return paths;
  }

  boolean leadsFurther() {
    return !children.isEmpty();
  }

  private static long tail(byte[] bytes, int from, int length) {
    return length < Long.BYTES ? 0 : Words.at(bytes, from + length - Long.BYTES);
  }

  private int slot(long head, long tail, int length) {
    long mixed = (head + 31 * tail + length) * 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 40) & table.length - 1;
  }
}
