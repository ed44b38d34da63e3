package dev.tidemark.station.stats;

import java.util.Set;

/** The tables of the metrics, as far as answers come from them. */
@SuppressWarnings("ImmutableEnumChecker") // No collection in here is ever changed.
enum Figures implements Sql.Name {
  PAGES("page_view_counts", "view_count", false, Set.of(Filter.PAGE)),
  VISITORS("active_users", "events", true, Set.of()),
  HITS("host_traffic", "num_hits", false, Set.of()),
  REFERRERS("aggregated_web_traffic", "num_hits", false, Set.of(Filter.REFERRER)),
  SOURCES("source_traffic", "num_hits", true, Set.of(Filter.SOURCE_CLASS, Filter.SOURCE)),
  PLACES("geo_traffic", "num_hits", true, Set.of(Filter.COUNTRY, Filter.REGION, Filter.CITY)),
  CLIENTS(
      "client_traffic",
      "num_hits",
      true,
      Set.of(Filter.BROWSER, Filter.SYSTEM, Filter.DEVICE, Filter.BOT));

  /** Where a table has rows for all hosts together, they are those of this host. */
  static final String ALL_HOSTS = "*";

  private final String table;
  private final Sql.Name hits;
  private final boolean sketched;
  private final Set<Filter> columns;

  Figures(String table, String hits, boolean sketched, Set<Filter> columns) {
    this.table = table;
    this.hits = () -> hits;
    this.sketched = sketched;
    this.columns = columns;
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

  /** Whether rows carry a sketch of their visitors. */
  boolean sketched() {
    return sketched;
  }

  /** Whether the table alone can answer under these filters: every one knows the host. */
  boolean know(Filters filters) {
    return filters.which().stream()
        .allMatch(filter -> filter == Filter.HOST || columns.contains(filter));
  }
}
