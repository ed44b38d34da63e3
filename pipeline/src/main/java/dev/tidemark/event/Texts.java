package dev.tidemark.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A bounded memory of texts by their bytes, for one thread: one that came before is not decoded
 * again, and is the same object as before, which knows its hash and is compared at a glance.
 *
 * <p>Implementation note: two-way set-associative, like the memory of what enriching finds out.
 * Keys that are made to have equal hashes push each other out, and no more.
 */
public final class Texts {

  /** Longer ones are decoded each time: full memories of them would fill the heap. */
  private static final int LONGEST = 256;

  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final byte[][] keys;
  private final String[] texts;
  private final int[] hashes;
  private final int mask;

  /**
   * @param entries rounded up to a power of two
   */
  public Texts(int entries) {
    int size = Math.max(2, Integer.highestOneBit(Math.max(1, entries - 1)) * 2);
    keys = new byte[size][];
    texts = new String[size];
    hashes = new int[size];
    mask = size - 2;
  }

  /** The text that a part of an array means in UTF-8. */
  public String of(byte[] bytes, int start, int length) {
    if (length > LONGEST) {
      return new String(bytes, start, length, UTF_8);
    }
    int hash = hash(bytes, start, length);
    int first = hash & mask;
    if (holds(first, hash, bytes, start, length)) {
      return texts[first];
    }
    int second = first + 1;
    byte[] key;
    String text;
    if (holds(second, hash, bytes, start, length)) {
      key = keys[second];
      text = texts[second];
    } else {
      key = Arrays.copyOfRange(bytes, start, start + length);
      text = new String(key, UTF_8);
    }
    keys[second] = keys[first];
    texts[second] = texts[first];
    hashes[second] = hashes[first];
    keys[first] = key;
    texts[first] = text;
    hashes[first] = hash;
    return text;
  }

  private boolean holds(int slot, int hash, byte[] bytes, int start, int length) {
    byte[] key = keys[slot];
    return hashes[slot] == hash
        && key != null
        && Arrays.equals(key, 0, key.length, bytes, start, start + length);
  }

  /** Eight bytes at a time; the last eight may overlap those before. */
  static int hash(byte[] bytes, int start, int length) {
    long hash = length * MIX;
    int end = start + length;
    if (length < Long.BYTES) {
      long word = 0;
      for (int at = start; at < end; at++) {
        word = (word << 8) | (bytes[at] & 0xff);
      }
      hash = mixed(hash, word);
    } else {
      for (int at = start; at < end - Long.BYTES; at += Long.BYTES) {
        hash = mixed(hash, BlockLayout.getLong(bytes, at));
      }
      hash = mixed(hash, BlockLayout.getLong(bytes, end - Long.BYTES));
    }
    return (int) (hash >>> 32);
  }

  private static long mixed(long hash, long word) {
    long mixed = (hash ^ word) * MIX;
    return mixed ^ (mixed >>> 29);
  }
}
