package dev.tidemark.station.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The last answers of a function that is slow to ask. */
final class Remembered<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1;
  private static final int MOST = 50_000;

  private final transient Function<K, V> function;

  Remembered(Function<K, V> function) {
    super(1 << 10, 0.75f, true);
    this.function = function;
  }

  V of(K key) {
    V known = get(key);
    if (known == null) {
      known = function.apply(key);
      put(key, known);
    }
    return known;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > MOST;
  }
}
