package dev.tidemark.bench.limit;

import dev.tidemark.event.Field;
import dev.tidemark.parse.EventParser;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;

/** What one thread has counted: by minute and by five minutes, whichever a table needs. */
final class Results {

  static final long MINUTE = 60_000;
  static final int MINUTES = 5;

  /** Separates host and referrer in a key; a host cannot hold it. */
  static final byte BETWEEN = '\n';

  private static final int LG_K = 14;

  /** One minute of event time. */
  private static final class Minute {
    final Counts views = new Counts();
    HllSketch users = new HllSketch(LG_K, TgtHllType.HLL_8);
  }

  private final Map<Long, Minute> minutes = new TreeMap<>();
  private final Map<Long, Counts> hits = new TreeMap<>();
  private byte[] key = new byte[1 << 10];

  // Events are nearly in order: mostly it is the same as before.
  private long lastMinute = Long.MIN_VALUE;
  private Minute minute;
  private Counts minuteHits;

  /** Counts in the event that was parsed. */
  void add(EventParser event, long millis) {
    long start = Math.floorDiv(millis, MINUTE) * MINUTE;
    if (start != lastMinute) {
      turnTo(start);
    }
    byte[] url = event.source(Field.URL);
    int from = event.start(Field.URL);
    int length = event.length(Field.URL);
    minute.views.add(url, from, length, 1);
    if (event.has(Field.USER_ID)) {
      int user = event.start(Field.USER_ID);
      minute.users.update(
          Arrays.copyOfRange(
              event.source(Field.USER_ID), user, user + event.length(Field.USER_ID)));
    }
    addHit(event, url, from, length);
  }

  private void turnTo(long start) {
    lastMinute = start;
    minute = minutes.computeIfAbsent(start, unknown -> new Minute());
    long window = Math.floorDiv(start, MINUTES * MINUTE) * MINUTES * MINUTE;
    minuteHits = hits.computeIfAbsent(window, unknown -> new Counts());
  }

  private void addHit(EventParser event, byte[] url, int from, int length) {
    int referrer = event.has(Field.REFERRER) ? event.length(Field.REFERRER) : 0;
    if (key.length < length + 1 + referrer) {
      key = new byte[2 * (length + 1 + referrer)];
    }
    int end = host(url, from, from + length);
    key[end++] = BETWEEN;
    if (referrer > 0) {
      byte[] source = event.source(Field.REFERRER);
      int start = event.start(Field.REFERRER);
      if (referrer > 1 || source[start] != '-') {
        System.arraycopy(source, start, key, end, referrer);
        end += referrer;
      }
    }
    minuteHits.add(key, 0, end, 1);
  }

  /** Puts the host, in lower case and without its port, into the key; where it ends there. */
  private int host(byte[] url, int from, int to) {
    int at = from;
    while (at + 2 < to && (url[at] != ':' || url[at + 1] != '/' || url[at + 2] != '/')) {
      at++;
    }
    int end = 0;
    for (at += 3; at < to; at++) {
      byte c = url[at];
      if (c == '/' || c == ':' || c == '?' || c == '#') {
        break;
      }
      key[end++] = c >= 'A' && c <= 'Z' ? (byte) (c + 'a' - 'A') : c;
    }
    return end;
  }

  /** Counts in what another thread has counted. */
  void addAll(Results others) {
    others.minutes.forEach(
        (start, other) -> {
          Minute mine = minutes.computeIfAbsent(start, unknown -> new Minute());
          mine.views.addAll(other.views);
          mine.users = union(mine.users, other.users);
        });
    others.hits.forEach(
        (start, other) -> hits.computeIfAbsent(start, unknown -> new Counts()).addAll(other));
  }

  Map<Long, Counts> hits() {
    return hits;
  }

  Map<Long, Counts> views() {
    Map<Long, Counts> views = new TreeMap<>();
    minutes.forEach((start, one) -> views.put(start, one.views));
    return views;
  }

  /** Distinct users of five minutes, by the start of each window. */
  Map<Long, Long> users() {
    Map<Long, Union> windows = new TreeMap<>();
    minutes.forEach(
        (start, one) -> {
          for (int earlier = 0; earlier < MINUTES; earlier++) {
            windows
                .computeIfAbsent(start - earlier * MINUTE, none -> new Union(LG_K))
                .update(one.users);
          }
        });
    Map<Long, Long> users = new TreeMap<>();
    windows.forEach((start, union) -> users.put(start, Math.round(union.getEstimate())));
    return users;
  }

  private static HllSketch union(HllSketch one, HllSketch other) {
    Union union = new Union(LG_K);
    union.update(one);
    union.update(other);
    return union.getResult(TgtHllType.HLL_8);
  }
}
