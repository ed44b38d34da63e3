package dev.tidemark.station.stats;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The same figures, worked out event by event. */
record NaiveStats(List<Visit> visits) {

  private static final Map<String, List<String>> COLUMNS =
      Map.ofEntries(
          Map.entry("pages", List.of("page")),
          Map.entry("referrers", List.of("referrer")),
          Map.entry("sources", List.of("sourceClass", "source")),
          Map.entry("sourceClasses", List.of("sourceClass")),
          Map.entry("countries", List.of("country")),
          Map.entry("regions", List.of("country", "region")),
          Map.entry("cities", List.of("country", "region", "city")),
          Map.entry("browsers", List.of("browser")),
          Map.entry("systems", List.of("system")),
          Map.entry("devices", List.of("device")),
          Map.entry("bots", List.of("bot", "browser")));

  /** What events add up to. */
  record Sum(long views, long visitors, long hits, long botHits) {}

  /** A row of a list. */
  record Line(List<String> values, long hits, long visitors) {}

  Sum sum(Instant from, Instant to, Map<String, String> filters) {
    List<Visit> those = between(from, to).filter(matching(filters)).toList();
    return new Sum(
        those.stream().filter(NaiveStats::isView).count(),
        visitors(those),
        those.size(),
        those.stream().filter(visit -> visit.client().bot()).count());
  }

  /** The robots alone. */
  NaiveStats bots() {
    return new NaiveStats(visits.stream().filter(visit -> visit.client().bot()).toList());
  }

  List<Line> top(String dimension, Instant from, Instant to, Map<String, String> filters) {
    Map<List<String>, List<Visit>> groups =
        between(from, to)
            .filter(matching(filters))
            .filter(visit -> !dimension.equals("pages") || isView(visit))
            .collect(
                Collectors.groupingBy(
                    visit -> COLUMNS.get(dimension).stream().map(c -> value(visit, c)).toList()));
    List<Line> lines = new ArrayList<>();
    groups.forEach((values, group) -> lines.add(new Line(values, group.size(), visitors(group))));
    lines.sort(
        Comparator.comparing(Line::hits)
            .reversed()
            .thenComparing(line -> String.join("\0", line.values())));
    return lines;
  }

  /** Views by host, of every host that any event names. */
  Map<String, Long> hosts(Instant from, Instant to) {
    return between(from, to)
        .collect(
            toMap(
                visit -> value(visit, "host"), v -> isView(v) ? 1L : 0L, Long::sum, TreeMap::new));
  }

  static String value(Visit visit, String column) {
    String value =
        switch (column) {
          case "host" -> visit.view().address().host();
          case "page" -> visit.url();
          case "referrer" -> visit.referrer();
          case "source" -> visit.source().name();
          case "sourceClass" -> visit.source().kind().label();
          case "country" -> visit.place().countryCode();
          case "region" -> visit.place().region();
          case "city" -> visit.place().city();
          case "browser" -> visit.client().browser();
          case "system" -> visit.client().operatingSystem();
          case "device" -> visit.client().deviceClass();
          case "bot" -> Boolean.toString(visit.client().bot());
          default -> throw new IllegalArgumentException(column);
        };
    return value == null ? "" : value;
  }

  private Stream<Visit> between(Instant from, Instant to) {
    return visits.stream().filter(v -> !v.at().isBefore(from) && v.at().isBefore(to));
  }

  private static Predicate<Visit> matching(Map<String, String> filters) {
    return visit ->
        filters.entrySet().stream().allMatch(f -> value(visit, f.getKey()).equals(f.getValue()));
  }

  private static boolean isView(Visit visit) {
    return visit.type().equals("page_view");
  }

  private static long visitors(List<Visit> those) {
    return those.stream().map(Visit::visitor).distinct().count();
  }
}
