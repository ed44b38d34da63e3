package dev.tidemark.bench.race;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the three tables of the core job have to hold, counted exactly while a topic is filled. */
final class Answer {

  static final long MINUTE = 60_000;
  static final int MINUTES = 5;

  /** The key of a row; the referrer is empty where the table has none. */
  record Key(long startMillis, String text, String referrer) {}

  private final Map<Key, Long> views = new HashMap<>();
  private final Map<Key, Long> hits = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<Long, BitSet> usersByMinute = new TreeMap<>();
  private long events;
  private long lastMillis = Long.MIN_VALUE;

  /**
   * Counts an event in.
   *
   * @param referrer as the event has it: "-" means none
   */
  void add(long millis, String url, String host, String referrer, String user) {
    long minute = Math.floorDiv(millis, MINUTE) * MINUTE;
    long window = Math.floorDiv(millis, MINUTES * MINUTE) * MINUTES * MINUTE;
    views.merge(new Key(minute, url, ""), 1L, Long::sum);
    hits.merge(new Key(window, host, referrer.equals("-") ? "" : referrer), 1L, Long::sum);
    int number = numbers.computeIfAbsent(user, unknown -> numbers.size());
    usersByMinute.computeIfAbsent(minute, unknown -> new BitSet()).set(number);
    events++;
    lastMillis = Math.max(lastMillis, millis);
  }

  long events() {
    return events;
  }

  /** Where the counted events end: the first full five minutes after the last of them. */
  long endMillis() {
    return (Math.floorDiv(lastMillis, MINUTES * MINUTE) + 1) * MINUTES * MINUTE;
  }

  /** Events by minute and URL. */
  Map<Key, Long> views() {
    return views;
  }

  /** Events by five minutes, host and referrer. */
  Map<Key, Long> hits() {
    return hits;
  }

  /**
   * Distinct users by the start of each window that has any.
   *
   * @param minutes how long a window is; one begins every minute
   */
  Map<Long, Long> users(int minutes) {
    Map<Long, BitSet> windows = new TreeMap<>();
    usersByMinute.forEach(
        (minute, users) -> {
          for (int earlier = 0; earlier < minutes; earlier++) {
            windows.computeIfAbsent(minute - earlier * MINUTE, none -> new BitSet()).or(users);
          }
        });
    Map<Long, Long> counts = new TreeMap<>();
    windows.forEach((start, users) -> counts.put(start, (long) users.cardinality()));
    return counts;
  }
}
