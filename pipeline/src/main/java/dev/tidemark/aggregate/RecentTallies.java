package dev.tidemark.aggregate;

import dev.tidemark.metric.Tally;
import java.util.Arrays;

/**
 * The tallies of one metric that events met lately, by the texts of their keys: a key is encoded
 * when its tally is new, not for each event.
 *
 * <p>Implementation note: two-way set-associative, so keys that are made to have equal hashes push
 * each other out, and are found as if there were no memory. Texts know their hashes, and most that
 * are equal are the same object.
 */
final class RecentTallies {

  /** Finds a tally, or makes it. */
  @FunctionalInterface
  interface Source {
    Tally of(long slice, String[] texts);
  }

  private static final int SLOTS = 1 << 13;

  private final Source source;
  private final int width;
  private final String[] texts;
  private final long[] slices = new long[SLOTS];
  private final Tally[] tallies = new Tally[SLOTS];
  private boolean empty = true;

  /**
   * @param width of how many texts a key is made
   */
  RecentTallies(int width, Source source) {
    this.source = source;
    this.width = width;
    texts = new String[SLOTS * width];
  }

  Tally of(long slice, String[] key) {
    int first = slot(slice, key);
    if (holds(first, slice, key)) {
      return tallies[first];
    }
    empty = false;
    int second = first + 1;
    Tally tally = holds(second, slice, key) ? tallies[second] : source.of(slice, key);
    System.arraycopy(texts, first * width, texts, second * width, width);
    slices[second] = slices[first];
    tallies[second] = tallies[first];
    System.arraycopy(key, 0, texts, first * width, width);
    slices[first] = slice;
    tallies[first] = tally;
    return tally;
  }

  void clear() {
    if (!empty) {
      Arrays.fill(texts, null);
      Arrays.fill(tallies, null);
      empty = true;
    }
  }

  private static int slot(long slice, String[] key) {
    int hash = Long.hashCode(slice);
    for (String text : key) {
      hash = 31 * hash + text.hashCode();
    }
    hash *= 0x9E3779B9;
    return (hash ^ (hash >>> 16)) & (SLOTS - 2);
  }

  private boolean holds(int slot, long slice, String[] key) {
    if (tallies[slot] == null || slices[slot] != slice) {
      return false;
    }
    for (int i = 0; i < width; i++) {
      if (!key[i].equals(texts[slot * width + i])) {
        return false;
      }
    }
    return true;
  }
}
