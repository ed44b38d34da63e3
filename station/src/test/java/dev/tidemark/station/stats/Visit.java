package dev.tidemark.station.stats;

import dev.tidemark.enrich.Addresses;
import dev.tidemark.event.Address;
import dev.tidemark.event.Client;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.PageView;
import dev.tidemark.event.Place;
import dev.tidemark.event.Source;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An event as tests speak of it; every method answers a copy that differs in one thing. */
public record Visit(
    Instant at,
    String visitor,
    String type,
    String url,
    String referrer,
    Source source,
    Place place,
    Client client) {

  private static final AtomicLong OFFSETS = new AtomicLong();
  private static final Source DIRECT = new Source("", Source.Kind.DIRECT, null);

  public static Visit at(String time) {
    return at(Instant.parse(time));
  }

  public static Visit at(Instant time) {
    return new Visit(
        time,
        "somebody",
        PageView.PAGE_VIEW,
        "https://shop.example/",
        "",
        DIRECT,
        Place.UNKNOWN,
        Client.UNKNOWN);
  }

  public Visit by(String who) {
    return new Visit(at, who, type, url, referrer, source, place, client);
  }

  public Visit typed(String what) {
    return new Visit(at, visitor, what, url, referrer, source, place, client);
  }

  public Visit of(String page) {
    return new Visit(at, visitor, type, page, referrer, source, place, client);
  }

  public Visit from(String link, Source.Kind kind, String name) {
    return new Visit(at, visitor, type, url, link, new Source("", kind, name), place, client);
  }

  public Visit in(String country, String region, String city) {
    Place there = new Place(country, null, region, city, null, null, null, null, null);
    return new Visit(at, visitor, type, url, referrer, source, there, client);
  }

  public Visit with(String browser, String system, String device, boolean bot) {
    Client program = new Client(browser, null, system, device, bot);
    return new Visit(at, visitor, type, url, referrer, source, place, program);
  }

  /** As the enricher would hand it on. */
  public EnrichedView view() {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
    PageView view =
        new PageView(
            "web_events",
            0,
            OFFSETS.getAndIncrement(),
            micros / 1_000,
            micros,
            null,
            type,
            null,
            url,
            null,
            referrer,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    Address address = new Address(Addresses.hostOf(url), "/", null, null, null, null, null, null);
    return new EnrichedView(view, address, source, place, client, visitor, null);
  }
}
