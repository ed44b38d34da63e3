package dev.tidemark.metric;

import static java.time.temporal.ChronoUnit.MICROS;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What each metric means, said a second time in plain Java over a list of events, without slices,
 * encoded keys or tallies: the yardstick for the registry and for every runner.
 */
public final class NaiveModels {

  /** The rows of a table after exactly these events. */
  @FunctionalInterface
  public interface NaiveModel {
    List<Row> rows(Collection<EnrichedView> views);
  }

  /** A window and a key: where an event is counted. */
  record Cell(Instant start, Instant end, List<String> key) {}

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private static final Map<String, NaiveModel> MODELS =
      Map.of(
          "page_view_counts", NaiveModels::pageViewCounts,
          "active_users", NaiveModels::activeUsers,
          "host_traffic", NaiveModels::hostTraffic,
          "aggregated_web_traffic", NaiveModels::aggregatedWebTraffic,
          "source_traffic", NaiveModels::sourceTraffic,
          "geo_traffic", NaiveModels::geoTraffic,
          "client_traffic", NaiveModels::clientTraffic);

  private static final Map<Source.Kind, String> CLASSES =
      Map.of(
          Source.Kind.DIRECT, "Direct",
          Source.Kind.INTERNAL, "Internal",
          Source.Kind.PAID, "Paid",
          Source.Kind.EMAIL, "Email",
          Source.Kind.SEARCH, "Search",
          Source.Kind.SOCIAL, "Social",
          Source.Kind.OTHER, "Other");

  private NaiveModels() {}

  public static NaiveModel of(Metric metric) {
    NaiveModel model = MODELS.get(metric.table());
    if (model == null) {
      throw new IllegalArgumentException(metric.table() + " has no naive model");
    }
    return model;
  }

  private static List<Row> pageViewCounts(Collection<EnrichedView> views) {
    return views.stream()
        .filter(v -> v.view().eventType().equals("page_view"))
        .collect(groupingBy(v -> cell(v, MINUTE, v.view().url())))
        .entrySet()
        .stream()
        .map(e -> row(e, count(e.getValue())))
        .toList();
  }

  private static List<Row> activeUsers(Collection<EnrichedView> views) {
    return views.stream()
        .flatMap(
            v ->
                Stream.of(v.address().host(), "*")
                    .distinct()
                    .flatMap(host -> lastFiveMinutes(v, host))
                    .map(cell -> Map.entry(cell, v)))
        .collect(groupingBy(Entry::getKey, mapping(Entry::getValue, toList())))
        .entrySet()
        .stream()
        .map(e -> row(e, estimate(e.getValue()), sketch(e.getValue())))
        .toList();
  }

  private static List<Row> hostTraffic(Collection<EnrichedView> views) {
    return hits(views, v -> cell(v, FIVE_MINUTES, v.address().host()));
  }

  private static List<Row> aggregatedWebTraffic(Collection<EnrichedView> views) {
    return hits(views, v -> cell(v, FIVE_MINUTES, v.address().host(), v.view().referrer()));
  }

  private static List<Row> sourceTraffic(Collection<EnrichedView> views) {
    return hitsAndVisitors(
        views,
        v ->
            cell(
                v,
                FIVE_MINUTES,
                v.address().host(),
                CLASSES.get(v.source().kind()),
                v.source().name() == null ? "" : v.source().name()));
  }

  private static List<Row> geoTraffic(Collection<EnrichedView> views) {
    return hitsAndVisitors(
        views,
        v ->
            cell(
                v,
                FIVE_MINUTES,
                v.address().host(),
                v.place().countryCode(),
                v.place().region(),
                v.place().city()));
  }

  private static List<Row> clientTraffic(Collection<EnrichedView> views) {
    return hitsAndVisitors(
        views,
        v ->
            cell(
                v,
                FIVE_MINUTES,
                v.address().host(),
                v.client().browser(),
                v.client().operatingSystem(),
                v.client().deviceClass(),
                v.client().bot() ? "true" : "false"));
  }

  private static List<Row> hits(
      Collection<EnrichedView> views, Function<EnrichedView, Cell> where) {
    return views.stream().collect(groupingBy(where)).entrySet().stream()
        .map(e -> row(e, count(e.getValue())))
        .toList();
  }

  static List<Row> hitsAndVisitors(
      Collection<EnrichedView> views, Function<EnrichedView, Cell> where) {
    return views.stream().collect(groupingBy(where)).entrySet().stream()
        .map(e -> row(e, count(e.getValue()), estimate(e.getValue()), sketch(e.getValue())))
        .toList();
  }

  /** The fixed window of this size around the event. */
  static Cell cell(EnrichedView view, Duration size, String... key) {
    return cell(floor(view, size), size, key);
  }

  private static Stream<Cell> lastFiveMinutes(EnrichedView view, String host) {
    Instant latest = floor(view, MINUTE);
    return Stream.iterate(latest, start -> start.minus(MINUTE))
        .limit(5)
        .map(start -> cell(start, FIVE_MINUTES, host));
  }

  private static Cell cell(Instant start, Duration size, String... key) {
    List<String> told = Stream.of(key).map(text -> Objects.requireNonNullElse(text, "")).toList();
    return new Cell(start, start.plus(size), told);
  }

  private static Instant floor(EnrichedView view, Duration step) {
    Instant time = Instant.EPOCH.plus(view.view().eventMicros(), MICROS);
    long second = Math.floorDiv(time.getEpochSecond(), step.toSeconds()) * step.toSeconds();
    return Instant.ofEpochSecond(second);
  }

  private static Row row(Entry<Cell, List<EnrichedView>> cell, Object... values) {
    Cell where = cell.getKey();
    return new Row(
        where.start(), where.end(), where.key(), List.of(values), cell.getValue().size());
  }

  private static long count(List<EnrichedView> views) {
    return views.size();
  }

  private static long estimate(List<EnrichedView> views) {
    return users(views).estimate();
  }

  private static String sketch(List<EnrichedView> views) {
    return Row.hex(users(views).toBytes());
  }

  private static DistinctUsers users(List<EnrichedView> views) {
    DistinctUsers users = new DistinctUsers();
    new TreeSet<>(views.stream().map(EnrichedView::visitorId).toList()).forEach(users::add);
    return users;
  }
}
