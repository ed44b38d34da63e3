package dev.tidemark.metric;

import static dev.tidemark.event.PageView.PAGE_VIEW;
import static java.time.Duration.ofMinutes;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Part;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The list: what is computed. One more metric is one more value here, and one migration. */
public final class Metrics {
  private static final Windows MINUTE = Windows.fixed(ofMinutes(1));
  private static final Windows FIVE_MINUTES = Windows.fixed(ofMinutes(5));
  private static final Windows LAST_FIVE_MINUTES = Windows.sliding(ofMinutes(5), ofMinutes(1));

  public static final List<Metric> ALL =
      List.of(
          Metric.named("page_view_counts")
              .over(MINUTE)
              .readingOnly()
              .when(v -> v.view().eventType().equals(PAGE_VIEW))
              .by("url", v -> v.view().url())
              .count("view_count")
              .build(),
          Metric.named("active_users")
              .over(LAST_FIVE_MINUTES)
              .readingOnly()
              .by("host", v -> v.address().host())
              .withTotal("host", "*")
              .distinct("active_users", "sketch", EnrichedView::visitorId)
              .build(),
          Metric.named("host_traffic")
              .over(FIVE_MINUTES)
              .readingOnly()
              .by("host", v -> v.address().host())
              .count("num_hits")
              .build(),
          Metric.named("aggregated_web_traffic")
              .over(FIVE_MINUTES)
              .readingOnly()
              .by("host", v -> v.address().host())
              .by("referrer", v -> v.view().referrer())
              .count("num_hits")
              .build(),
          Metric.named("source_traffic")
              .over(FIVE_MINUTES)
              .readingOnly(Part.SOURCE)
              .by("host", v -> v.address().host())
              .by("source_class", v -> v.source().kind().label())
              .by("source_name", v -> v.source().name())
              .count("num_hits")
              .distinct("visitors", "sketch", EnrichedView::visitorId)
              .build(),
          Metric.named("geo_traffic")
              .over(FIVE_MINUTES)
              .readingOnly(Part.PLACE)
              .by("host", v -> v.address().host())
              .by("country_code", v -> v.place().countryCode())
              .by("region", v -> v.place().region())
              .by("city", v -> v.place().city())
              .count("num_hits")
              .distinct("visitors", "sketch", EnrichedView::visitorId)
              .build(),
          Metric.named("client_traffic")
              .over(FIVE_MINUTES)
              .readingOnly()
              .by("host", v -> v.address().host())
              .by("browser", v -> v.client().browser())
              .by("operating_system", v -> v.client().operatingSystem())
              .by("device_class", v -> v.client().deviceClass())
              .byFlag("is_bot", v -> v.client().bot())
              .count("num_hits")
              .distinct("visitors", "sketch", EnrichedView::visitorId)
              .build());

  private Metrics() {}

  /** The metric that fills a table. */
  public static Metric of(String table) {
    return ALL.stream()
        .filter(metric -> metric.table().equals(table))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No metric fills the table " + table));
  }

  /** The parts of an event that these figures are made of. */
  public static Set<Part> parts(List<Metric> metrics) {
    return metrics.stream()
        .flatMap(metric -> metric.parts().stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
