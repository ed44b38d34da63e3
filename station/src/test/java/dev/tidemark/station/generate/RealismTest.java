package dev.tidemark.station.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.enrich.Enricher;
import dev.tidemark.enrich.Enrichment;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.PageView;
import dev.tidemark.event.Source;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the pipeline itself makes of generated traffic. */
class RealismTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2026-01-09T00:00:00Z");

  private static Enricher enricher;
  private static List<EnrichedView> views;

  @BeforeAll
  static void enrichSomeTraffic() throws IOException {
    enricher = new Enricher(Enrichment.withSalt("salt".getBytes(UTF_8)));
    views = new ArrayList<>();
    TrafficGenerator generator =
        new TrafficGenerator(
            new Scenario(7, 0, START, 0.5, false, new Shares(0, 0, 0, Shares.DEFAULT.bots())));
    for (int i = 0; i < 40_000; i++) {
      views.add(enricher.enrich(view(JSON.readTree(generator.next().json()))));
    }
  }

  @AfterAll
  static void forget() {
    enricher.close();
  }

  @Test
  void everyNetworkIsInItsCountry() {
    SplittableRandom random = new SplittableRandom(7);
    for (Country country : Country.ALL) {
      for (Network network : country.networks()) {
        for (int i = 0; i < 20; i++) {
          String ip = network.address(random);
          EnrichedView view = enricher.enrich(viewFrom(ip));
          assertThat(network + " " + ip, view.place().countryCode(), is(country.code()));
        }
      }
    }
  }

  @Test
  void visitorsComeFromFortyCountriesAndHundredsOfCities() {
    Map<String, Long> countries =
        views.stream()
            .filter(view -> view.place().countryCode() != null)
            .collect(Collectors.groupingBy(v -> v.place().countryCode(), Collectors.counting()));
    assertThat(countries.size(), is(greaterThanOrEqualTo(40)));
    assertThat(countries.get("US") / 40_000.0, is(closeTo(0.27, 0.05)));
    Set<String> cities = new HashSet<>();
    views.forEach(view -> cities.add(view.place().city()));
    assertThat(cities.size(), is(greaterThan(400)));
  }

  @Test
  void everyKindOfSourceBringsVisitors() {
    Map<Source.Kind, Long> kinds =
        views.stream()
            .filter(view -> !view.client().bot())
            .collect(Collectors.groupingBy(v -> v.source().kind(), Collectors.counting()));
    assertThat(kinds.keySet(), is(EnumSet.allOf(Source.Kind.class)));
    long fewest = kinds.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    assertThat(kinds.toString(), fewest, is(greaterThan(200L)));
  }

  @Test
  void aboutFivePercentAreBots() {
    long bots = views.stream().filter(view -> view.client().bot()).count();
    assertThat(bots / 40_000.0, is(closeTo(0.05, 0.01)));
  }

  @Test
  void theUsualBrowsersSystemsAndDevicesAreThere() {
    Map<String, Set<String>> seen = new HashMap<>();
    for (EnrichedView view : views) {
      if (!view.client().bot()) {
        add(seen, "browser", view.client().browser());
        add(seen, "system", view.client().operatingSystem());
        add(seen, "device", view.client().deviceClass());
      }
    }
    assertThat(
        seen.get("browser"),
        hasItems("Chrome", "Firefox", "Safari", "Edge", "Opera", "SamsungBrowser"));
    assertThat(seen.get("device"), hasItems("Desktop", "Phone", "Tablet"));
    assertThat(seen.get("system"), hasItems("Windows NT", "Mac OS", "Linux", "Android", "iOS"));
  }

  private static void add(Map<String, Set<String>> seen, String what, String value) {
    seen.computeIfAbsent(what, name -> new HashSet<>()).add(value);
  }

  private static PageView viewFrom(String ip) {
    return view(JSON.createObjectNode().put("url", "https://shop.example/").put("ip", ip));
  }

  private static PageView view(JsonNode event) {
    return new PageView(
        "web_events",
        0,
        0,
        0,
        START.toEpochMilli() * 1000,
        null,
        PageView.PAGE_VIEW,
        event.path("user_id").asText(null),
        event.path("url").asText(),
        null,
        event.path("referrer").asText(""),
        event.path("user_agent").asText(null),
        event.path("ip").asText(null),
        null,
        null,
        null,
        null,
        null);
  }
}
