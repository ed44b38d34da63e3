package dev.tidemark.station.stats;

import dev.tidemark.event.Source;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Visits, and questions about them, of all kinds and from few values, so that they meet. */
record RandomTraffic(Random random, Instant from, Instant to) {

  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("Asia/Kolkata"),
          ZoneId.of("Asia/Kathmandu"),
          ZoneId.of("America/St_Johns"),
          ZoneId.of("Pacific/Apia"));
  private static final List<String> PAGES =
      List.of(
          "https://shop.example/",
          "https://shop.example/tea?size=1,5",
          "https://SHOP.example:443/\"quoted\"",
          "https://bücher.example/",
          "https://xn--bcher-kva.example/punycode",
          "/no-host",
          "=cmd|' /C calc'!A0",
          "");

  /** A range with its filters, and how a chart of it is cut. */
  record Ask(Range range, Map<String, String> filters, Interval interval, ZoneId zone) {
    String query() {
      StringBuilder query = new StringBuilder("from=" + range.from() + "&to=" + range.to());
      filters.forEach(
          (name, value) ->
              query.append('&').append(name).append('=').append(StatsServer.encoded(value)));
      return query.toString();
    }
  }

  List<Visit> visits(int count) {
    List<Visit> visits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      visits.add(visit());
    }
    return visits;
  }

  Visit visit() {
    return Visit.at(time())
        .by("visitor " + random.nextInt(60))
        .typed(random.nextInt(4) == 0 ? "purchase" : "page_view")
        .of(one(PAGES))
        .from(
            one(List.of("", "https://google.com/", "https://<script>alert(1)</script>/")),
            one(List.of(Source.Kind.values())),
            one(List.of("Google", "@SUM(A1)", "news.example")))
        .in(one(List.of("DE", "FR", "")), one(List.of("North", "")), one(List.of("Köln", "-1+1")))
        .with(
            one(List.of("Chrome", "Firefox", "")),
            one(List.of("Linux", "Android")),
            one(List.of("Desktop", "Phone")),
            random.nextInt(5) == 0);
  }

  /** Half of the questions have filters; those that figures cannot answer are among them. */
  Ask ask(List<Visit> visits) {
    Map<String, String> filters = new LinkedHashMap<>();
    int most = random.nextInt(4);
    for (int i = 0; i < most && random.nextBoolean(); i++) {
      Filter filter = one(List.of(Filter.values()));
      String value = NaiveStats.value(one(visits), filter.parameter());
      filters.put(filter.parameter(), value);
    }
    Instant one = time();
    Instant other = time();
    Range range =
        one.isBefore(other) ? Range.around(one, other) : Range.around(other, one.plusSeconds(1));
    boolean minutes = range.length().toHours() < 20;
    Interval interval =
        one(List.of(Interval.values()).subList(minutes ? 0 : 1, Interval.values().length));
    return new Ask(range, filters, interval, one(ZONES));
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Down to the microsecond; now and then on a full hour. */
  private Instant time() {
    long seconds = to.getEpochSecond() - from.getEpochSecond();
    Instant time = from.plusSeconds((long) (random.nextDouble() * seconds));
    return random.nextInt(5) == 0
        ? Span.hour(time).start()
        : time.plusNanos(random.nextInt(1_000_000) * 1_000L);
  }
}
