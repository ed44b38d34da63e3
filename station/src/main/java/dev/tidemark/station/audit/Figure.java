package dev.tidemark.station.audit;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What one table of figures means, said once more: which events count, under which key, in which
 * windows.
 *
 * @param keyColumns of the key, in the order of its hash
 * @param count the column of the number of events; null when there is none
 * @param distinct the column of the number of visitors; null when there is none
 * @param keys one key, or two for an event that counts in a total as well
 */
record Figure(
    String table,
    Duration size,
    Duration every,
    List<String> keyColumns,
    String count,
    String distinct,
    Predicate<Hit> when,
    Function<Hit, List<List<String>>> keys) {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  static final List<Figure> ALL =
      List.of(
          new Figure(
              "page_view_counts",
              MINUTE,
              MINUTE,
              List.of("url"),
              "view_count",
              null,
              hit -> hit.type().equals("page_view"),
              hit -> List.of(List.of(hit.url()))),
          new Figure(
              "active_users",
              FIVE_MINUTES,
              MINUTE,
              List.of("host"),
              null,
              "active_users",
              hit -> true,
              hit -> List.of(List.of(hit.host()), List.of("*"))),
          hits("host_traffic", null, List.of("host"), hit -> List.of(hit.host())),
          hits(
              "aggregated_web_traffic",
              null,
              List.of("host", "referrer"),
              hit -> List.of(hit.host(), hit.referrer())),
          hits(
              "source_traffic",
              "visitors",
              List.of("host", "source_class", "source_name"),
              hit -> List.of(hit.host(), hit.sourceClass(), known(hit.sourceName()))),
          hits(
              "geo_traffic",
              "visitors",
              List.of("host", "country_code", "region", "city"),
              hit ->
                  List.of(
                      hit.host(), known(hit.country()), known(hit.region()), known(hit.city()))),
          hits(
              "client_traffic",
              "visitors",
              List.of("host", "browser", "operating_system", "device_class", "is_bot"),
              hit ->
                  List.of(
                      hit.host(),
                      known(hit.browser()),
                      known(hit.system()),
                      known(hit.device()),
                      Boolean.toString(hit.bot()))));

  private static Figure hits(
      String table, String distinct, List<String> columns, Function<Hit, List<String>> key) {
    return new Figure(
        table,
        FIVE_MINUTES,
        FIVE_MINUTES,
        columns,
        "num_hits",
        distinct,
        hit -> true,
        hit -> List.of(key.apply(hit)));
  }

  private static String known(String value) {
    return value == null ? "" : value;
  }
}
