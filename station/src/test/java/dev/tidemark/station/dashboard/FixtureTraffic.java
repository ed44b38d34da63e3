package dev.tidemark.station.dashboard;

import dev.tidemark.station.dashboard.Hit.Device;
import dev.tidemark.station.dashboard.Hit.Town;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The same sixty days of traffic at every start, ending now. */
final class FixtureTraffic {

  private static final int VISITS = 12_000;
  private static final List<String> HOSTS = List.of("shop.example", "blog.example", "docs.example");
  private static final List<String> PATHS =
      """
      / /shoes /shoes/trail-runner /shoes/city /checkout /checkout/thanks /cart /account /search
      /sale /about /contact /guides/how-to-choose /guides/care /journal/winter /journal/spring
      /bags /bags/weekender /bags/daypack /help/returns /help/sizes /stores /careers /press
      """
          .strip()
          .lines()
          .flatMap(line -> List.of(line.split(" ", -1)).stream())
          .toList();

  /** Referrer, name and class of each source, the most frequent first. */
  private static final List<List<String>> SOURCES =
      List.of(
          List.of("", "", "Direct"),
          List.of("https://www.google.com/", "Google", "Search"),
          List.of("https://news.ycombinator.com/item?id=4242", "Hacker News", "Social"),
          List.of("https://www.bing.com/", "Bing", "Search"),
          List.of("https://t.co/abc", "Twitter", "Social"),
          List.of("https://newsletter.example/july", "newsletter.example", "Email"),
          List.of("https://duckduckgo.com/", "DuckDuckGo", "Search"),
          List.of("https://partner.example/reviews/42", "partner.example", "Other"),
          List.of("https://www.google.com/aclk?x=1", "Google Ads", "Paid"));

  private static final List<Town> TOWNS =
      List.of(
          new Town("US", "United States", "California", "San Francisco"),
          new Town("DE", "Germany", "Bavaria", "Munich"),
          new Town("US", "United States", "New York", "New York"),
          new Town("GB", "United Kingdom", "England", "London"),
          new Town("DE", "Germany", "Land Berlin", "Berlin"),
          new Town("FR", "France", "Île-de-France", "Paris"),
          new Town("JP", "Japan", "Tokyo", "Tokyo"),
          new Town("BR", "Brazil", "São Paulo", "São Paulo"),
          new Town("IN", "India", "Karnataka", "Bengaluru"),
          new Town("AU", "Australia", "New South Wales", "Sydney"),
          new Town("CA", "Canada", "Ontario", "Toronto"),
          new Town("KR", "South Korea", "Seoul", "Seoul"),
          new Town("ES", "Spain", "Madrid", "Madrid"),
          new Town("SG", "Singapore", "", "Singapore"),
          new Town("", "", "", ""),
          new Town("NG", "Nigeria", "Lagos", "Lagos"),
          new Town("PL", "Poland", "Mazovia", "Warsaw"),
          new Town("RU", "Russia", "Moscow", "Moscow"),
          new Town("ZA", "South Africa", "Western Cape", "Cape Town"),
          new Town("MX", "Mexico", "Mexico City", "Mexico City"));

  private static final List<Device> DEVICES =
      List.of(
          new Device("Chrome", "Windows", "Desktop", false),
          new Device("Mobile Safari", "iOS", "Phone", false),
          new Device("Chrome Mobile", "Android", "Phone", false),
          new Device("Safari", "macOS", "Desktop", false),
          new Device("Firefox", "Linux", "Desktop", false),
          new Device("Googlebot", "", "Robot", true),
          new Device("Edge", "Windows", "Desktop", false),
          new Device("Samsung Internet", "Android", "Tablet", false),
          new Device("Bingbot", "", "Robot", true),
          new Device("Firefox", "Windows", "Desktop", false),
          new Device("", "", "", false));

  private FixtureTraffic() {}

  static List<Hit> none() {
    return List.of();
  }

  /** A shop, its journal and its documentation. */
  static List<Hit> busy(Instant now) {
    Random random = new Random(7);
    List<Hit> hits = new ArrayList<>();
    for (int visit = 0; visit < VISITS; visit++) {
      // The last hour is dense, so that there is something to see in the shortest range.
      Duration ago =
          visit % 300 == 0
              ? Duration.ofSeconds(random.nextInt(3600))
              : Duration.ofSeconds((long) (random.nextDouble() * 60 * 86_400));
      double hour = now.minus(ago).atZone(ZoneOffset.UTC).getHour();
      if (visit % 300 != 0
          && random.nextDouble() > 0.55 + 0.45 * Math.sin((hour - 9) / 24 * 2 * Math.PI)) {
        continue;
      }
      visit(now.minus(ago), now, visit, random, hits);
    }
    return hits;
  }

  private static void visit(Instant start, Instant now, int visit, Random random, List<Hit> hits) {
    List<String> source = SOURCES.get(skewed(random, SOURCES.size()));
    Town town = TOWNS.get(skewed(random, TOWNS.size()));
    Device device = DEVICES.get(skewed(random, DEVICES.size()));
    String host = HOSTS.get(skewed(random, HOSTS.size()));
    Instant at = start;
    for (int view = 0; view <= random.nextInt(5) && at.isBefore(now); view++) {
      String page = "https://" + host + PATHS.get(skewed(random, PATHS.size()));
      hits.add(
          new Hit(
              at,
              "visitor " + visit % 4000,
              host,
              page,
              source.get(0),
              source.get(1),
              source.get(2),
              town,
              device));
      at = at.plusSeconds(5 + random.nextInt(90));
    }
  }

  private static int skewed(Random random, int size) {
    return (int) (Math.pow(random.nextDouble(), 2.2) * size);
  }

  /** What a stranger may put into an event to see what happens. */
  static final List<String> HOSTILE =
      List.of(
          "https://shop.example/<script>window.hacked=1</script>",
          "https://shop.example/\"onmouseover=\"window.hacked=1\"",
          "https://shop.example/'><img src=x onerror=window.hacked=1>",
          "javascript:window.hacked=1",
          "data:text/html,<script>window.hacked=1</script>",
          "https://shop.example/\u202Egnp.exe",
          "https://shop.example/مرحبا/שלום",
          "https://shop.example/a\u0000b\u0007c\nd\te\u009F",
          "https://shop.example/{{7*7}}${7*7}%3Cscript%3E",
          "=HYPERLINK(\"https://evil.example\")",
          "https://shop.example/" + "long-".repeat(20_000));

  static List<Hit> hostile(Instant now) {
    List<Hit> hits = new ArrayList<>();
    for (int i = 0; i < HOSTILE.size(); i++) {
      String text = HOSTILE.get(i);
      for (int copy = 0; copy <= i; copy++) {
        hits.add(
            new Hit(
                now.minusSeconds(60L * copy + 30),
                "visitor " + i,
                text,
                text,
                text,
                text,
                "Other",
                new Town("DE", "Germany", text, text),
                new Device(text, text, text, i % 3 == 0)));
      }
    }
    return hits;
  }
}
