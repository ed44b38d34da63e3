package dev.tidemark.bench.limit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Counts by key, the keys being bytes: open addressing, and no object for a key that is known. */
final class Counts {

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MIX = 0x9e3779b97f4a7c15L;

  private byte[][] keys = new byte[1 << 10][];
  private int[] hashes = new int[keys.length];
  private long[] counts = new long[keys.length];
  private int size;

  /** Takes what was counted. */
  interface Visitor {
    void take(byte[] key, long count);
  }

  void add(byte[] source, int from, int length, long more) {
    int hash = hash(source, from, length);
    int at = hash & keys.length - 1;
    while (keys[at] != null) {
      if (hashes[at] == hash
          && Arrays.equals(keys[at], 0, keys[at].length, source, from, from + length)) {
        counts[at] += more;
        return;
      }
      at = at + 1 & keys.length - 1;
    }
    put(at, Arrays.copyOfRange(source, from, from + length), hash, more);
    if (++size * 2 > keys.length) {
      grow();
    }
  }

  void addAll(Counts others) {
    others.forEach((key, count) -> add(key, 0, key.length, count));
  }

  void forEach(Visitor visitor) {
    for (int at = 0; at < keys.length; at++) {
      if (keys[at] != null) {
        visitor.take(keys[at], counts[at]);
      }
    }
  }

  private void put(int at, byte[] key, int hash, long count) {
    keys[at] = key;
    hashes[at] = hash;
    counts[at] = count;
  }

  private void grow() {
    byte[][] oldKeys = keys;
    int[] oldHashes = hashes;
    long[] oldCounts = counts;
    keys = new byte[2 * oldKeys.length][];
    hashes = new int[keys.length];
    counts = new long[keys.length];
    for (int old = 0; old < oldKeys.length; old++) {
      if (oldKeys[old] != null) {
        int at = oldHashes[old] & keys.length - 1;
        while (keys[at] != null) {
          at = at + 1 & keys.length - 1;
        }
        put(at, oldKeys[old], oldHashes[old], oldCounts[old]);
      }
    }
  }

  private static int hash(byte[] source, int from, int length) {
    long hash = length;
    int at = from;
    for (int end = from + length - Long.BYTES; at <= end; at += Long.BYTES) {
      hash = (hash ^ (long) EIGHT.get(source, at)) * MIX;
      hash ^= hash >>> 32;
    }
    for (; at < from + length; at++) {
      hash = (hash ^ source[at]) * MIX;
    }
    return (int) (hash ^ hash >>> 32);
  }
}
