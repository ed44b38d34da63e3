package dev.tidemark.station.stats;

import static java.util.stream.Collectors.joining;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The tables of the metrics, as far as answers come from them, and the summary of each. */
@SuppressWarnings("ImmutableEnumChecker") // No collection in here is ever changed.
enum Figures implements Sql.Name {
  PAGES(
      "page_view_counts",
      "view_count",
      "page_summaries",
      false,
      List.of(List.of(), List.of(Filter.PAGE))),
  VISITORS("active_users", "events", "visitor_summaries", true, List.of(List.of())),
  HITS("host_traffic", "num_hits", "hit_summaries", false, List.of(List.of())),
  REFERRERS(
      "aggregated_web_traffic",
      "num_hits",
      "referrer_summaries",
      false,
      List.of(List.of(Filter.REFERRER))),
  SOURCES(
      "source_traffic",
      "num_hits",
      "source_summaries",
      true,
      List.of(List.of(Filter.SOURCE_CLASS), List.of(Filter.SOURCE_CLASS, Filter.SOURCE))),
  PLACES(
      "geo_traffic",
      "num_hits",
      "place_summaries",
      true,
      List.of(
          List.of(Filter.COUNTRY),
          List.of(Filter.COUNTRY, Filter.REGION),
          List.of(Filter.COUNTRY, Filter.REGION, Filter.CITY))),
  CLIENTS(
      "client_traffic",
      "num_hits",
      "client_summaries",
      true,
      List.of(
          List.of(Filter.BOT),
          List.of(Filter.DEVICE),
          List.of(Filter.SYSTEM),
          List.of(Filter.BROWSER),
          List.of(Filter.BROWSER, Filter.SYSTEM, Filter.DEVICE, Filter.BOT)));

  /** Where there are rows for all hosts together, they are those of this host. */
  static final String ALL_HOSTS = "*";

  private final String table;
  private final Sql.Name hits;
  private final Sql.Name summary;
  private final boolean sketched;
  private final List<List<Filter>> levels;

  /**
   * @param levels the columns that rows of the summary keep apart, besides the host: the last level
   *     keeps all, so that every question finds a level which is no finer than it needs
   */
  Figures(String table, String hits, String summary, boolean sketched, List<List<Filter>> levels) {
    this.table = table;
    this.hits = () -> hits;
    this.summary = () -> summary;
    this.sketched = sketched;
    this.levels = levels;
  }

  /** The table. */
  @Override
  public String sql() {
    return table;
  }

  /** The column that counts. */
  Sql.Name hits() {
    return hits;
  }

  Sql.Name summary() {
    return summary;
  }

  /**
   * Whether rows carry a sketch of their visitors. If so, the summary has rows for all hosts
   * together: sketches are dear to merge, while counts are simply added.
   */
  boolean sketched() {
    return sketched;
  }

  List<List<Filter>> levels() {
    return levels;
  }

  /** The dimensions beside the host. */
  List<Filter> columns() {
    return levels.get(levels.size() - 1);
  }

  /** The coarsest level that keeps these columns, by its name in the summary. */
  String levelWith(Set<Filter> wanted, Filters filters) {
    Set<Filter> needed = new HashSet<>(wanted);
    needed.addAll(filters.which());
    needed.remove(Filter.HOST);
    return levels.stream()
        .filter(level -> level.containsAll(needed))
        .findFirst()
        .map(Figures::name)
        .orElseThrow();
  }

  /** How a level is called in the summary. */
  static String name(List<Filter> level) {
    return level.stream().map(Filter::parameter).collect(joining(","));
  }

  /** Whether the table alone can answer under these filters: every one knows the host. */
  boolean know(Filters filters) {
    Stream<Filter> others = filters.which().stream().filter(filter -> filter != Filter.HOST);
    return others.allMatch(columns()::contains);
  }
}
