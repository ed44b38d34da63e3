package dev.tidemark.station.dashboard;

import java.util.List;

/** A tab of the page, and the figures that it shows. */
@SuppressWarnings("ImmutableEnumChecker") // No collection in here is ever changed.
enum LivePanel {
  PAGES("#pages", "pages", "page_view_counts", "view_count", "url"),
  SOURCES("#sources", "sources", "source_traffic", "num_hits", "source_class", "source_name"),
  REFERRERS("#sources", "referrers", "aggregated_web_traffic", "num_hits", "referrer"),
  KINDS("#sources", "sourceClasses", "source_traffic", "num_hits", "source_class"),
  COUNTRIES("#places", "countries", "geo_traffic", "num_hits", "country_code"),
  REGIONS("#places", "regions", "geo_traffic", "num_hits", "country_code", "region"),
  CITIES("#places", "cities", "geo_traffic", "num_hits", "country_code", "region", "city"),
  BROWSERS("#clients", "browsers", "client_traffic", "num_hits", "browser"),
  SYSTEMS("#clients", "systems", "client_traffic", "num_hits", "operating_system"),
  DEVICES("#clients", "devices", "client_traffic", "num_hits", "device_class"),
  BOTS("#bots", "bots", "client_traffic", "num_hits", "browser");

  /** Selects the box. */
  final String box;

  /** Names the tab. */
  final String dimension;

  final String table;

  /** The column that is added up. */
  final String sum;

  /** The columns that make up a row; in the tables, and in the events. */
  final List<String> key;

  LivePanel(String box, String dimension, String table, String sum, String... key) {
    this.box = box;
    this.dimension = dimension;
    this.table = table;
    this.sum = sum;
    this.key = List.of(key);
  }

  /** Which rows of the table, and which events, take part. */
  String condition() {
    return this == BOTS ? "is_bot" : "true";
  }
}
