package dev.tidemark.enrich;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A bounded memory of a pure function, for one thread.
 *
 * <p>Implementation note: two-way set-associative. A key has two possible slots, the one used last
 * comes first, and a newcomer takes the place of the other; so a popular key survives a stream of
 * rare ones, and a look-up is one hash, one or two comparisons, no allocation and no lock. Measured
 * against Caffeine in {@code EnrichBenchmark}; see {@code bench/README.md}.
 */
final class Memo<K, V> {

  private final Function<K, V> function;
  private final Predicate<K> worthKeeping;
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
    this.keys = new Object[2 * sets];
    this.values = new Object[2 * sets];
    this.mask = sets - 1;
  }

  V get(K key) {
    int hash = key.hashCode() * 0x9E3779B9;
    int first = (((hash >>> 15) ^ hash) & mask) << 1;
    int second = first + 1;
    if (key.equals(keys[first])) {
      hits++;
      return valueAt(first);
    }
    if (key.equals(keys[second])) {
      hits++;
      V value = valueAt(second);
      put(second, keys[first], values[first]);
      put(first, key, value);
      return value;
    }
    misses++;
    V value = function.apply(key);
    if (worthKeeping.test(key)) {
      put(second, keys[first], values[first]);
      put(first, key, value);
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

  private void put(int slot, Object key, Object value) {
    keys[slot] = key;
    values[slot] = value;
  }

  @SuppressWarnings("unchecked") // Only values that the function gave are ever put.
  private V valueAt(int slot) {
    return (V) values[slot];
  }
}
