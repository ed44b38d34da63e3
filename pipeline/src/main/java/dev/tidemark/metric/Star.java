package dev.tidemark.metric;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

import dev.tidemark.event.Client;
import dev.tidemark.event.EnrichedView;
import java.time.Duration;
import java.util.List;

/**
 * The star schema's part of the list: views of products by day and by hour, and what events say
 * about products and devices. The keys hold the natural keys of the dimensions' members.
 */
public final class Star {
  public static final String DAYS = "fact_product_views";
  public static final String HOURS = "fact_product_views_hourly";
  public static final String PRODUCTS = "dim_product";
  public static final String DEVICES = "dim_device";

  /** A day of UTC in microseconds: the mean of times is taken within it, where no sum overflows. */
  public static final long DAY_MICROS = 86_400_000_000L;

  public static final List<Metric> FACTS =
      List.of(facts(DAYS, ofDays(1)), facts(HOURS, ofHours(1)));

  private static final List<Metric> MEMBERS =
      List.of(
          Metric.named(PRODUCTS)
              .over(Windows.fixed(ofHours(1)))
              .when(Products::viewed)
              .by("product_id", Products::id)
              .latest("description", Products::description)
              .build(),
          Metric.named(DEVICES)
              .over(Windows.fixed(ofHours(1)))
              .when(Products::viewed)
              .by("device_id", v -> v.view().userId())
              .latest("description", Star::device)
              .build());

  public static final List<Metric> ALL =
      List.of(FACTS.get(0), FACTS.get(1), MEMBERS.get(0), MEMBERS.get(1));

  private Star() {}

  /** The five columns of the figures stand in this order. */
  private static Metric facts(String table, Duration span) {
    return Metric.named(table)
        .over(Windows.fixed(span))
        .when(Products::viewed)
        .by("product_id", Products::id)
        .by("store_id", v -> v.view().storeId())
        .by("country_code", v -> v.place().countryCode())
        .by("referrer_url", v -> v.view().referrer())
        .by("referrer_domain", v -> v.source().host())
        .by("source_class", v -> v.source().kind().label())
        .by("device_id", v -> v.view().userId())
        .count("view_count")
        .distinct("unique_visitors", "sketch", EnrichedView::visitorId)
        .min("first_micros", v -> v.view().eventMicros())
        .max("last_micros", v -> v.view().eventMicros())
        .sum("micros_of_day", v -> Math.floorMod(v.view().eventMicros(), DAY_MICROS))
        .build();
  }

  private static String device(EnrichedView view) {
    Client client = view.client();
    Description description =
        new Description(client.deviceClass(), client.browser(), client.operatingSystem());
    return description.isEmpty() ? null : description.toString();
  }
}
