package dev.tidemark.event;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * Events as tests speak of them: {@code view(visitor(1), at("12:00:05"),
 * url("https://a.example/"))}.
 */
public final class Views {
  private static final LocalDate DAY = LocalDate.parse("2026-01-05");

  /** One thing that is said about an event; later ones override earlier ones. */
  @FunctionalInterface
  public interface Detail {
    void tell(Draft draft);
  }

  /** An event in the making: a page view at noon, by one visitor, of one page, unless told. */
  public static final class Draft {
    private int partition;
    private long offset;
    private long eventMicros = micros("12:00:00");
    private String type = PageView.PAGE_VIEW;
    private String url = "https://shop.example/";
    private String host = "shop.example";
    private String referrer = "";
    private String visitor = "visitor 0";
    private Place place = Place.UNKNOWN;
    private Client client = Client.UNKNOWN;

    private Draft() {}

    private EnrichedView done() {
      PageView view =
          new PageView(
              "web_events",
              partition,
              offset,
              eventMicros / 1_000,
              eventMicros,
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
      Address address = new Address(host, "/", null, null, null, null, null, null);
      Source source = new Source("", Source.Kind.DIRECT, null);
      return new EnrichedView(view, address, source, place, client, visitor, null);
    }
  }

  private Views() {}

  public static EnrichedView view(Detail... details) {
    Draft draft = new Draft();
    for (Detail detail : details) {
      detail.tell(draft);
    }
    return draft.done();
  }

  /** A time of day on the day that all tests share, or an instant; down to the microsecond. */
  public static Detail at(String time) {
    long micros = micros(time);
    return draft -> draft.eventMicros = micros;
  }

  public static long micros(String time) {
    Instant instant = Instant.parse(time.contains("T") ? time : DAY + "T" + time + "Z");
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  public static Detail visitor(int number) {
    return visitor("visitor " + number);
  }

  public static Detail visitor(String id) {
    return draft -> draft.visitor = id;
  }

  /** The page, and the host that its URL names, if it names one. */
  public static Detail url(String url) {
    String host = URI.create(url).getHost();
    return draft -> {
      draft.url = url;
      draft.host = host == null ? "" : host;
    };
  }

  public static Detail host(String host) {
    return draft -> draft.host = host;
  }

  public static Detail referrer(String referrer) {
    return draft -> draft.referrer = referrer;
  }

  public static Detail type(String type) {
    return draft -> draft.type = type;
  }

  public static Detail place(String countryCode, String region, String city) {
    return draft ->
        draft.place = new Place(countryCode, null, region, city, null, null, null, null, null);
  }

  public static Detail client(String browser, String operatingSystem, String deviceClass) {
    return draft -> draft.client = new Client(browser, null, operatingSystem, deviceClass, false);
  }

  /** The client, whatever it is called, is a bot. */
  public static Detail bot() {
    return draft -> {
      Client told = draft.client;
      draft.client =
          new Client(
              told.browser(),
              told.browserVersion(),
              told.operatingSystem(),
              told.deviceClass(),
              true);
    };
  }

  /** Where in the topic the record stood. */
  public static Detail record(int partition, long offset) {
    return draft -> {
      draft.partition = partition;
      draft.offset = offset;
    };
  }
}
