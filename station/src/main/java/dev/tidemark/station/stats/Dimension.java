package dev.tidemark.station.stats;

import static java.util.stream.Collectors.joining;

import dev.tidemark.event.Source;
import dev.tidemark.station.web.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What can be listed from the top: the columns that make up a row, the one that names it last. */
@SuppressWarnings("ImmutableEnumChecker") // No collection in here is ever changed.
enum Dimension {
  PAGES("pages", Figures.PAGES, Filter.PAGE),
  REFERRERS("referrers", Figures.REFERRERS, Filter.REFERRER),
  SOURCES("sources", Figures.SOURCES, Filter.SOURCE_CLASS, Filter.SOURCE),
  SOURCE_CLASSES("sourceClasses", Figures.SOURCES, Filter.SOURCE_CLASS),
  COUNTRIES("countries", Figures.PLACES, Filter.COUNTRY),
  REGIONS("regions", Figures.PLACES, Filter.COUNTRY, Filter.REGION),
  CITIES("cities", Figures.PLACES, Filter.COUNTRY, Filter.REGION, Filter.CITY),
  BROWSERS("browsers", Figures.CLIENTS, Filter.BROWSER),
  SYSTEMS("systems", Figures.CLIENTS, Filter.SYSTEM),
  DEVICES("devices", Figures.CLIENTS, Filter.DEVICE),
  /** Those clients alone that are robots, by their names. */
  BOTS("bots", Figures.CLIENTS, Filter.BOT, Filter.BROWSER);

  private final String path;
  private final Figures figures;
  private final List<Filter> columns;

  Dimension(String path, Figures figures, Filter... columns) {
    this.path = path;
    this.figures = figures;
    this.columns = List.of(columns);
  }

  static Dimension of(String path) {
    return Stream.of(values())
        .filter(dimension -> dimension.path.equals(path))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    404,
                    "There is no list of this name",
                    "Ask for one of "
                        + Stream.of(values()).map(d -> d.path).collect(joining(", "))));
  }

  String path() {
    return path;
  }

  Figures figures() {
    return figures;
  }

  List<Filter> columns() {
    return columns;
  }

  /** The column whose value names a row. */
  Filter naming() {
    return columns.get(columns.size() - 1);
  }

  /** What a reader calls the row; a visit without a source has its class for a name. */
  String name(List<String> values) {
    String name = values.get(values.size() - 1);
    return switch (this) {
      case COUNTRIES -> Countries.name(name);
      case SOURCES ->
          name.isEmpty() && values.get(0).equals(Source.Kind.DIRECT.label()) ? values.get(0) : name;
      default -> name;
    };
  }

  /** The parameters that select the row. */
  Map<String, String> filter(List<String> values) {
    Map<String, String> filter = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      filter.put(columns.get(i).parameter(), values.get(i));
    }
    return filter;
  }
}
