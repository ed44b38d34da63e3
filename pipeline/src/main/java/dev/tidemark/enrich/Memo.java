package dev.tidemark.enrich;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A bounded memory of a pure function, for one thread.
 *
 * <p>Implementation note: two-way set-associative. A key has two possible slots, the one used last
 * comes first, and a newcomer takes the place of the other; so a popular key survives a stream of
 * rare ones. On hits it is as fast as Caffeine (both spend their time on hashing the text), and it
 * needs neither Caffeine's maintenance in other threads nor its memory: no node a key, no lock.
 */
final class Memo<K, V> {

  private final Function<K, V> function;
  private final Predicate<K> worthKeeping;
  private final int[] hashes;
  private final Object[] keys;
  private final Object[] values;
  private final int mask;
  private long hits;
  private long misses;

  /**
   * @param entries rounded up to a power of two
   * @param worthKeeping false for keys so large that a full memory would hurt
   */
  Memo(int entries, Function<K, V> function, Predicate<K> worthKeeping) {
    int sets = Math.max(1, Integer.highestOneBit(Math.max(1, entries - 1)));
    this.function = function;
    this.worthKeeping = worthKeeping;
    this.hashes = new int[2 * sets];
    this.keys = new Object[2 * sets];
    this.values = new Object[2 * sets];
    this.mask = sets - 1;
  }

  V get(K key) {
    int hash = spread(key.hashCode());
    int first = (hash & mask) << 1;
    int second = first + 1;
    if (holds(first, hash, key)) {
      hits++;
      return valueAt(first);
    }
    if (holds(second, hash, key)) {
      hits++;
      V value = valueAt(second);
      putFirst(first, hash, keys[second], value);
      return value;
    }
    misses++;
    V value = function.apply(key);
    if (worthKeeping.test(key)) {
      putFirst(first, hash, key, value);
    }
    return value;
  }

  void clear() {
    Arrays.fill(keys, null);
    Arrays.fill(values, null);
  }

  long hits() {
    return hits;
  }

  long misses() {
    return misses;
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }

  /** The hash first: it lies at hand, while the key it stands for is far away in memory. */
  private boolean holds(int slot, int hash, K key) {
    return hashes[slot] == hash && key.equals(keys[slot]);
  }

  /** What was first becomes second, what was second is forgotten. */
  private void putFirst(int first, int hash, Object key, Object value) {
    int second = first + 1;
    hashes[second] = hashes[first];
    keys[second] = keys[first];
    values[second] = values[first];
    hashes[first] = hash;
    keys[first] = key;
    values[first] = value;
  }

  @SuppressWarnings("unchecked") // Only values that the function gave are ever put.
  private V valueAt(int slot) {
    return (V) values[slot];
  }
}
