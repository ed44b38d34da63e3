package dev.tidemark.event;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Events as tests speak of them: {@code view(visitor(1), at("12:00:05"),
 * url("https://a.example/"))}.
 */
public final class SampleViews {
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

  private SampleViews() {}

  public static EnrichedView view(Detail... details) {
    Draft draft = new Draft();
    for (Detail detail : details) {
      detail.tell(draft);
    }
    return draft.done();
  }

  /** A time of day on the day that all tests share, or an instant; down to the microsecond. */
  public static Detail at(String time) {
    return at(micros(time));
  }

  public static Detail at(long eventMicros) {
    return draft -> draft.eventMicros = eventMicros;
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

  /** Events out of half an hour after noon, in any order, with so few keys that they meet. */
  public static List<EnrichedView> any(Random chance, int count) {
    return Stream.generate(() -> any(chance)).limit(count).toList();
  }

  private static EnrichedView any(Random chance) {
    return view(
        at(micros("12:00:00") + chance.nextLong(micros("12:30:00") - micros("12:00:00"))),
        visitor(chance.nextInt(40)),
        url(
            "https://"
                + pick(chance, "a.example", "b.example", "ü.example")
                + "/"
                + pick(chance, "", "x", "€")),
        host(pick(chance, "a.example", "ü.example", "", "*")),
        referrer(pick(chance, "", "https://c.example/", "android-app://d")),
        type(pick(chance, PageView.PAGE_VIEW, PageView.PAGE_VIEW, "click")),
        place(
            pick(chance, "DE", "FR", null),
            pick(chance, "Hamburg", "", null),
            pick(chance, "Hamburg", null)),
        client(
            pick(chance, "Firefox", null),
            pick(chance, "Linux", null),
            pick(chance, "Phone", null)),
        chance.nextBoolean() ? bot() : draft -> {});
  }

  /** The same event at another time. */
  public static EnrichedView moved(EnrichedView view, long eventMicros) {
    PageView page = view.view();
    return view(
        at(eventMicros),
        visitor(view.visitorId()),
        draft -> {
          draft.url = page.url();
          draft.host = view.address().host();
          draft.referrer = page.referrer();
          draft.type = page.eventType();
          draft.place = view.place();
          draft.client = view.client();
        });
  }

  private static String pick(Random chance, String... values) {
    return values[chance.nextInt(values.length)];
  }
}
