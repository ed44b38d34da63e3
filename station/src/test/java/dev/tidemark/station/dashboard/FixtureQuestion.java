package dev.tidemark.station.dashboard;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What a request to the fixture asks for: a range, widened to five minutes, and filters. */
record FixtureQuestion(Instant from, Instant to, Map<String, String> filters) {

  static final Map<String, Function<Hit, String>> FILTERS =
      Map.ofEntries(
          Map.entry("host", Hit::host),
          Map.entry("page", Hit::page),
          Map.entry("referrer", Hit::referrer),
          Map.entry("source", Hit::source),
          Map.entry("sourceClass", Hit::sourceClass),
          Map.entry("country", hit -> hit.town().code()),
          Map.entry("region", hit -> hit.town().region()),
          Map.entry("city", hit -> hit.town().city()),
          Map.entry("browser", hit -> hit.device().browser()),
          Map.entry("system", hit -> hit.device().system()),
          Map.entry("device", hit -> hit.device().device()),
          Map.entry("bot", hit -> String.valueOf(hit.device().bot())));

  private static final Set<String> OTHERS =
      Set.of("from", "to", "limit", "offset", "search", "interval", "timeZone", "format");
  private static final long WINDOW = Duration.ofMinutes(5).toSeconds();

  static FixtureQuestion of(Context context) {
    Map<String, String> filters = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> parameter : context.queryParamMap().entrySet()) {
      if (FILTERS.containsKey(parameter.getKey())) {
        filters.put(parameter.getKey(), parameter.getValue().get(0));
      } else if (!OTHERS.contains(parameter.getKey())) {
        throw new BadRequestResponse("There is no parameter " + parameter.getKey());
      }
    }
    long from = Instant.parse(context.queryParam("from")).getEpochSecond();
    long to = Instant.parse(context.queryParam("to")).getEpochSecond();
    return new FixtureQuestion(
        Instant.ofEpochSecond(Math.floorDiv(from, WINDOW) * WINDOW),
        Instant.ofEpochSecond(-Math.floorDiv(-to, WINDOW) * WINDOW),
        filters);
  }

  FixtureQuestion previous() {
    return new FixtureQuestion(from.minus(Duration.between(from, to)), from, filters);
  }

  FixtureQuestion during(Instant start, Instant end) {
    return new FixtureQuestion(start, end, filters);
  }

  List<Hit> of(List<Hit> hits) {
    return hits.stream().filter(this::selects).toList();
  }

  private boolean selects(Hit hit) {
    return !hit.at().isBefore(from)
        && hit.at().isBefore(to)
        && filters.entrySet().stream()
            .allMatch(e -> FILTERS.get(e.getKey()).apply(hit).equals(e.getValue()));
  }
}
