package dev.tidemark.station.dashboard;

import dev.tidemark.station.web.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code /api/stats/*} computed naively from a list of hits: what the page expects of the API. */
final class FixtureApi implements Routes {

  /** By which filters a row of each dimension is selected; the last one names it. */
  static final Map<String, List<String>> DIMENSIONS =
      Map.ofEntries(
          Map.entry("pages", List.of("page")),
          Map.entry("referrers", List.of("referrer")),
          Map.entry("sources", List.of("source")),
          Map.entry("sourceClasses", List.of("sourceClass")),
          Map.entry("countries", List.of("country")),
          Map.entry("regions", List.of("country", "region")),
          Map.entry("cities", List.of("country", "region", "city")),
          Map.entry("browsers", List.of("browser")),
          Map.entry("systems", List.of("system")),
          Map.entry("devices", List.of("device")),
          Map.entry("bots", List.of("bot", "browser")));

  private final List<Hit> hits;

  FixtureApi(List<Hit> hits) {
    this.hits = hits;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/stats/hosts", this::hosts);
    routes.get("/api/stats/now", c -> c.json(Map.of("at", text(Instant.now()), "visitors", now())));
    routes.get("/api/stats/summary", this::summary);
    routes.get("/api/stats/series", this::series);
    routes.get("/api/stats/top/{dimension}", this::top);
    routes.get("/api/stats/summary.csv", c -> csv(c, "summary", "views,visitors\n"));
    routes.get("/api/stats/series.csv", c -> csv(c, "series", "start,views,visitors\n"));
  }

  private void hosts(Context context) {
    Map<String, Long> views =
        FixtureQuestion.of(context).of(hits).stream()
            .collect(Collectors.groupingBy(Hit::host, Collectors.counting()));
    context.json(
        Map.of(
            "hosts",
            views.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(e -> Map.of("name", e.getKey(), "views", e.getValue()))
                .toList()));
  }

  /** Distinct visitors of the last five minutes. */
  long now() {
    Instant since = Instant.now().minus(Duration.ofMinutes(5));
    return visitors(hits.stream().filter(hit -> hit.at().isAfter(since)).toList());
  }

  private void summary(Context context) {
    FixtureQuestion question = FixtureQuestion.of(context);
    Map<String, Object> answer = figures(question);
    answer.put("previous", figures(question.previous()));
    answer.put("computedFrom", "figures");
    context.json(answer);
  }

  private Map<String, Object> figures(FixtureQuestion question) {
    List<Hit> selected = question.of(hits);
    Map<String, Object> answer = range(question);
    answer.put("views", selected.size());
    answer.put("visitors", visitors(selected));
    answer.put("hits", selected.size());
    answer.put("botHits", selected.stream().filter(hit -> hit.device().bot()).count());
    return answer;
  }

  private void series(Context context) {
    FixtureQuestion question = FixtureQuestion.of(context);
    ZoneId zone = ZoneId.of(context.queryParam("timeZone"));
    Duration length = Duration.between(question.from(), question.to());
    ChronoUnit unit =
        length.toHours() <= 2
            ? ChronoUnit.MINUTES
            : length.toDays() <= 8 ? ChronoUnit.HOURS : ChronoUnit.DAYS;
    Map<String, Object> answer = range(question);
    answer.put("interval", unit.name().toLowerCase(Locale.ROOT).replaceAll("s$", ""));
    answer.put("points", points(question, zone, unit));
    answer.put("previous", points(question.previous(), zone, unit));
    context.json(answer);
  }

  private List<Map<String, Object>> points(FixtureQuestion question, ZoneId zone, ChronoUnit unit) {
    List<Map<String, Object>> points = new ArrayList<>();
    List<Hit> selected = question.of(hits);
    ZonedDateTime start = question.from().atZone(zone).truncatedTo(unit);
    while (start.toInstant().isBefore(question.to())) {
      ZonedDateTime end = start.plus(1, unit);
      List<Hit> inside = question.during(start.toInstant(), end.toInstant()).of(selected);
      Map<String, Object> point = new LinkedHashMap<>();
      point.put("start", text(start.toInstant()));
      point.put("views", inside.size());
      point.put("visitors", unit == ChronoUnit.MINUTES ? null : visitors(inside));
      points.add(point);
      start = end;
    }
    return points;
  }

  private void top(Context context) {
    String asked = context.pathParam("dimension");
    String dimension = asked.replace(".csv", "");
    FixtureQuestion question = FixtureQuestion.of(context);
    List<Map<String, Object>> rows = rows(dimension, question, context.queryParam("search"));
    if (asked.endsWith(".csv")) {
      csv(
          context,
          dimension,
          rows.stream()
              .map(row -> '"' + row.get("name").toString().replace("\"", "\"\"") + "\",")
              .map(cell -> cell.replaceAll("^\"([=+@\\t\\r-])", "\"'$1"))
              .collect(Collectors.joining("1\n", "name,hits\n", "1\n")));
      return;
    }
    int limit = Integer.parseInt(Optional.ofNullable(context.queryParam("limit")).orElse("10"));
    int offset = Integer.parseInt(Optional.ofNullable(context.queryParam("offset")).orElse("0"));
    List<Hit> selected = question.of(hits);
    Map<String, Object> answer = range(question);
    answer.put("dimension", dimension);
    answer.put("total", Map.of("hits", selected.size(), "visitors", visitors(selected)));
    answer.put("count", rows.size());
    answer.put("rows", rows.stream().skip(offset).limit(limit).toList());
    context.json(answer);
  }

  private List<Map<String, Object>> rows(
      String dimension, FixtureQuestion question, String search) {
    List<String> keys = DIMENSIONS.get(dimension);
    List<Hit> selected =
        question.of(hits).stream()
            .filter(hit -> !dimension.equals("bots") || hit.device().bot())
            .toList();
    Map<List<String>, List<Hit>> groups =
        selected.stream()
            .collect(
                Collectors.groupingBy(
                    hit ->
                        keys.stream()
                            .map(k -> FixtureQuestion.FILTERS.get(k).apply(hit))
                            .toList()));
    String sought = Optional.ofNullable(search).orElse("").toLowerCase(Locale.ROOT);
    return groups.entrySet().stream()
        .map(group -> row(keys, group.getKey(), group.getValue(), selected.size(), dimension))
        .filter(row -> row.get("name").toString().toLowerCase(Locale.ROOT).contains(sought))
        .sorted(
            Comparator.<Map<String, Object>>comparingInt(row -> -(int) row.get("hits"))
                .thenComparing(row -> row.get("name").toString()))
        .toList();
  }

  private static Map<String, Object> row(
      List<String> keys, List<String> values, List<Hit> group, int total, String dimension) {
    Map<String, String> filter = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      filter.put(keys.get(i), values.get(i));
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", values.get(values.size() - 1));
    if (dimension.equals("countries")) {
      row.put("name", group.get(0).town().country());
      row.put("code", values.get(0));
    }
    row.put("filter", filter);
    row.put("hits", group.size());
    boolean counted = !dimension.equals("pages") && !dimension.equals("referrers");
    row.put("visitors", counted ? visitors(group) : null);
    row.put("share", (double) group.size() / total);
    return row;
  }

  private static void csv(Context context, String name, String body) {
    context.header("Content-Disposition", "attachment; filename=\"" + name + ".csv\"");
    context.contentType("text/csv; charset=utf-8").result(body);
  }

  private static Map<String, Object> range(FixtureQuestion question) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("from", text(question.from()));
    answer.put("to", text(question.to()));
    return answer;
  }

  private static long visitors(List<Hit> hits) {
    return hits.stream().map(Hit::visitor).distinct().count();
  }

  static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
