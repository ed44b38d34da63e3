package dev.tidemark.write;

import static dev.tidemark.write.Table.Type.BIGINT;
import static dev.tidemark.write.Table.Type.BOOLEAN;
import static dev.tidemark.write.Table.Type.DOUBLE;
import static dev.tidemark.write.Table.Type.INTEGER;
import static dev.tidemark.write.Table.Type.JSON;
import static dev.tidemark.write.Table.Type.TEXT;
import static dev.tidemark.write.Table.Type.TIME;

import dev.tidemark.event.Address;
import dev.tidemark.event.Client;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.PageView;
import dev.tidemark.event.Place;
import dev.tidemark.event.Source;
import dev.tidemark.write.Table.Column;
import dev.tidemark.write.Table.Conflict;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The table of every counted event. */
public final class ProcessedEvents {
  public static final Table TABLE =
      new Table(
          "processed_events",
          List.of(
              new Column("topic", TEXT),
              new Column("partition", INTEGER),
              new Column("offset", BIGINT),
              new Column("event_id", TEXT),
              new Column("event_time", TIME),
              new Column("event_type", TEXT),
              new Column("kafka_time", TIME),
              new Column("processing_time", TIME),
              new Column("user_id", TEXT),
              new Column("visitor_id", TEXT),
              new Column("session_id", TEXT),
              new Column("url", TEXT),
              new Column("host", TEXT),
              new Column("path", TEXT),
              new Column("query", TEXT),
              new Column("utm_source", TEXT),
              new Column("utm_medium", TEXT),
              new Column("utm_campaign", TEXT),
              new Column("utm_term", TEXT),
              new Column("utm_content", TEXT),
              new Column("referrer", TEXT),
              new Column("referrer_host", TEXT),
              new Column("source_class", TEXT),
              new Column("source_name", TEXT),
              new Column("ip", TEXT),
              new Column("country_code", TEXT),
              new Column("country", TEXT),
              new Column("region", TEXT),
              new Column("city", TEXT),
              new Column("latitude", DOUBLE),
              new Column("longitude", DOUBLE),
              new Column("time_zone", TEXT),
              new Column("asn", BIGINT),
              new Column("organisation", TEXT),
              new Column("user_agent", TEXT),
              new Column("browser", TEXT),
              new Column("browser_version", TEXT),
              new Column("operating_system", TEXT),
              new Column("device_class", TEXT),
              new Column("is_bot", BOOLEAN),
              new Column("product_id", TEXT),
              new Column("store_id", TEXT),
              new Column("headers", JSON),
              new Column("properties", JSON)),
          List.of("topic", "partition", "offset", "event_time"),
          Conflict.KEEP,
          "event_time");

  private ProcessedEvents() {}

  public static void add(Rows rows, EnrichedView enriched, long processingMicros) {
    PageView view = enriched.view();
    Address address = enriched.address();
    Source source = enriched.source();
    Place place = enriched.place();
    Client client = enriched.client();
    rows.add(
        view.topic(),
        view.partition(),
        view.offset(),
        view.eventId(),
        view.eventMicros(),
        view.eventType(),
        TimeUnit.MILLISECONDS.toMicros(view.timestampMillis()),
        processingMicros,
        view.userId(),
        enriched.visitorId(),
        view.sessionId(),
        view.url(),
        address.host(),
        address.path(),
        address.query(),
        address.utmSource(),
        address.utmMedium(),
        address.utmCampaign(),
        address.utmTerm(),
        address.utmContent(),
        view.referrer(),
        source.host(),
        source.kind().label(),
        source.name(),
        enriched.storedIp(),
        place.countryCode(),
        place.country(),
        place.region(),
        place.city(),
        place.latitude(),
        place.longitude(),
        place.timeZone(),
        place.asn(),
        place.organisation(),
        view.userAgent(),
        client.browser(),
        client.browserVersion(),
        client.operatingSystem(),
        client.deviceClass(),
        client.bot(),
        view.productId(),
        view.storeId(),
        view.headers(),
        view.properties());
  }

  /** The event of a row, all but the address that it came from, which is not kept. */
  public static EnrichedView event(Object[] row) {
    Given given = new Given(row);
    String topic = given.text();
    int partition = given.integer();
    long offset = given.number();
    String eventId = given.text();
    long eventMicros = given.number();
    String eventType = given.text();
    long kafkaMillis = TimeUnit.MICROSECONDS.toMillis(given.number());
    given.skip(); // when it was enriched
    String userId = given.text();
    String visitorId = given.text();
    String sessionId = given.text();
    String url = given.text();
    Address address =
        new Address(
            given.text(),
            given.text(),
            given.text(),
            given.text(),
            given.text(),
            given.text(),
            given.text(),
            given.text());
    String referrer = given.text();
    Source source = new Source(given.text(), kind(given.text()), given.text());
    String storedIp = given.text();
    Place place =
        new Place(
            given.text(),
            given.text(),
            given.text(),
            given.text(),
            given.decimal(),
            given.decimal(),
            given.text(),
            given.numberOrNone(),
            given.text());
    String userAgent = given.text();
    Client client = new Client(given.text(), given.text(), given.text(), given.text(), given.is());
    PageView view =
        new PageView(
            topic,
            partition,
            offset,
            kafkaMillis,
            eventMicros,
            eventId,
            eventType,
            userId,
            url,
            address.host(),
            referrer,
            userAgent,
            null,
            sessionId,
            given.text(),
            given.text(),
            given.text(),
            given.text());
    return new EnrichedView(view, address, source, place, client, visitorId, storedIp);
  }

  private static Source.Kind kind(String label) {
    return Arrays.stream(Source.Kind.values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("processed_events has a source " + label));
  }

  /** The values of a row, one after the other, in the order of the table's columns. */
  private static final class Given {
    private final Object[] row;
    private int next;

    Given(Object[] row) {
      this.row = row;
    }

    void skip() {
      next++;
    }

    String text() {
      return (String) row[next++];
    }

    int integer() {
      return (Integer) row[next++];
    }

    long number() {
      return (Long) row[next++];
    }

    Long numberOrNone() {
      return (Long) row[next++];
    }

    Double decimal() {
      return (Double) row[next++];
    }

    boolean is() {
      return (Boolean) row[next++];
    }
  }
}
