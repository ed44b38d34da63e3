package dev.tidemark.bench.peer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.datasketches.hll.HllSketch;

/**
 * Counts events before they are shuffled: of each event one look-up of its URL, one of its referrer
 * and one update of a sketch. A window that slides is made of its slices later. Not for use by
 * several threads.
 */
public final class Slices {
  private final int shards;
  private final TreeMap<Long, Minute> minutes = new TreeMap<>();
  private final TreeMap<Long, Map<String, Map<String, Count>>> traffic = new TreeMap<>();
  private Minute current = new Minute(Long.MIN_VALUE, Map.of());

  public Slices(int shards) {
    this.shards = shards;
  }

  public void add(View view) {
    long start = Table.PAGE_VIEWS.window(view.time);
    if (start != current.start) {
      current = minutes.computeIfAbsent(start, this::minute);
    }
    current.add(view);
  }

  /** Hands over all slices that end by a time, and forgets them. */
  public void drain(long until, Consumer<Partial> to) {
    Map<Long, Minute> past = minutes.headMap(until - Table.PAGE_VIEWS.length(), true);
    for (Minute minute : past.values()) {
      minute.drain(to);
      if (minute == current) {
        current = new Minute(Long.MIN_VALUE, Map.of());
      }
    }
    past.clear();
    Map<Long, Map<String, Map<String, Count>>> pastTraffic =
        traffic.headMap(until - Table.WEB_TRAFFIC.length(), true);
    pastTraffic.forEach((start, hosts) -> drainTraffic(start, hosts, to));
    pastTraffic.clear();
  }

  /** Hands over everything. */
  public void drain(Consumer<Partial> to) {
    drain(Long.MAX_VALUE, to);
  }

  private Minute minute(long start) {
    return new Minute(
        start, traffic.computeIfAbsent(Table.WEB_TRAFFIC.window(start), unused -> new HashMap<>()));
  }

  private void drainTraffic(
      long start, Map<String, Map<String, Count>> hosts, Consumer<Partial> to) {
    List<Count> all = new ArrayList<>();
    hosts.values().forEach(referrers -> all.addAll(referrers.values()));
    if (!all.isEmpty()) {
      Partial partial = partial(Table.WEB_TRAFFIC, start, 0, all);
      partial.referrers = all.stream().map(count -> count.referrer).toArray(String[]::new);
      to.accept(partial);
    }
  }

  private static Partial partial(Table table, long start, int shard, List<Count> counts) {
    Partial partial = new Partial();
    partial.table = table.ordinal();
    partial.start = start;
    partial.shard = shard;
    partial.keys = counts.stream().map(count -> count.key).toArray(String[]::new);
    partial.counts = counts.stream().mapToLong(count -> count.count).toArray();
    return partial;
  }

  private static class Count {
    final String key;
    final String referrer;
    long count;

    Count(String key, String referrer) {
      this.key = key;
      this.referrer = referrer;
    }
  }

  /** A page, and where the visits of its host are counted. */
  private static final class Page extends Count {
    final Map<String, Count> visits;
    final String host;

    Page(String url, String host, Map<String, Count> visits) {
      super(url, "");
      this.host = host;
      this.visits = visits;
    }
  }

  private final class Minute {
    private final long start;
    private final Map<String, Map<String, Count>> hosts;
    private final Map<String, Page> pages = new HashMap<>();
    private final HllSketch users = Distinct.empty();

    Minute(long start, Map<String, Map<String, Count>> hosts) {
      this.start = start;
      this.hosts = hosts;
    }

    void add(View view) {
      Page page = pages.get(view.url);
      if (page == null) {
        String host = Hosts.parse(view.url);
        page = new Page(view.url, host, hosts.computeIfAbsent(host, unused -> new HashMap<>()));
        pages.put(view.url, page);
      }
      page.count++;
      Count visits = page.visits.get(view.referrer);
      if (visits == null) {
        visits = new Count(page.host, view.referrer);
        page.visits.put(view.referrer, visits);
      }
      visits.count++;
      users.update(view.user);
    }

    void drain(Consumer<Partial> to) {
      List<List<Count>> sharded = new ArrayList<>();
      for (int shard = 0; shard < shards; shard++) {
        sharded.add(new ArrayList<>());
      }
      for (Page page : pages.values()) {
        int hash = page.key.hashCode();
        sharded.get(Math.floorMod(hash ^ hash >>> 16, shards)).add(page);
      }
      for (int shard = 0; shard < shards; shard++) {
        if (!sharded.get(shard).isEmpty()) {
          to.accept(partial(Table.PAGE_VIEWS, start, shard, sharded.get(shard)));
        }
      }
      Partial partial = partial(Table.ACTIVE_USERS, start, 0, List.of());
      partial.users = Distinct.bytes(users);
      to.accept(partial);
    }
  }
}
