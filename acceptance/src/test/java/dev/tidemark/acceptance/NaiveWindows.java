package dev.tidemark.acceptance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The tables of windows, from the events that count, in any order. */
final class NaiveWindows {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private NaiveWindows() {}

  static List<Table> tables(List<NaiveEvent> events) {
    List<NaiveEvent> views = events.stream().filter(e -> e.type().equals("page_view")).toList();
    Function<NaiveEvent, List<String>> host = e -> List.of(e.host());
    Function<NaiveEvent, List<String>> hostAndReferrer = e -> List.of(e.host(), e.referrer());
    return List.of(
        hits("page_view_counts", MINUTE, views, e -> List.of(e.url()), "url", "view_count"),
        hits("host_traffic", FIVE_MINUTES, events, host, "host", "num_hits"),
        hits(
            "aggregated_web_traffic",
            FIVE_MINUTES,
            events,
            hostAndReferrer,
            "host",
            "referrer",
            "num_hits"),
        hits("source_traffic", FIVE_MINUTES, events, host, "host", "num_hits"),
        hits("geo_traffic", FIVE_MINUTES, events, host, "host", "num_hits"),
        hits("client_traffic", FIVE_MINUTES, events, host, "host", "num_hits"),
        activeUsers(events));
  }

  private static Table hits(
      String table,
      Duration size,
      List<NaiveEvent> events,
      Function<NaiveEvent, List<String>> key,
      String... keyAndCountColumns) {
    Map<List<Object>, Integer> counts = new HashMap<>();
    for (NaiveEvent event : events) {
      Instant start = floor(event.time(), size);
      List<Object> row = new ArrayList<>(List.of(start, start.plus(size)));
      row.addAll(key.apply(event));
      counts.merge(row, 1, Integer::sum);
    }
    return table(table, counts, keyAndCountColumns);
  }

  /**
   * A visitor of a minute is active in the five windows that overlap it, on the site and in all.
   */
  private static Table activeUsers(List<NaiveEvent> events) {
    Map<List<Object>, Set<Object>> visitors = new HashMap<>();
    for (NaiveEvent event : events) {
      for (int back = 0; back < 5; back++) {
        Instant start = floor(event.time(), MINUTE).minus(MINUTE.multipliedBy(back));
        for (String host : List.of(event.host(), "*")) {
          List<Object> row = List.of(start, start.plus(FIVE_MINUTES), host);
          visitors.computeIfAbsent(row, window -> new HashSet<>()).add(event.visitor());
        }
      }
    }
    Map<List<Object>, Integer> counts = new HashMap<>();
    visitors.forEach((row, seen) -> counts.put(row, seen.size()));
    return table("active_users", counts, "host", "active_users");
  }

  private static Table table(
      String name, Map<List<Object>, Integer> counts, String... keyAndCountColumns) {
    List<List<String>> rows = new ArrayList<>();
    counts.forEach(
        (row, count) ->
            rows.add(Stream.concat(row.stream(), Stream.of(count)).map(Table::cell).toList()));
    List<String> columns =
        Stream.concat(Stream.of("window_start", "window_end"), Stream.of(keyAndCountColumns))
            .toList();
    return new Table(name, columns, rows);
  }

  private static Instant floor(Instant time, Duration size) {
    long seconds = time.getEpochSecond();
    return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, size.toSeconds()));
  }
}
