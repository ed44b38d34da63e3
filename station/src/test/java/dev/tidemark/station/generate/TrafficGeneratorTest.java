package dev.tidemark.station.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.event.Failure;
import dev.tidemark.parse.EventParser;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrafficGeneratorTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant FRIDAY = Instant.parse("2026-01-09T00:00:00Z");
  private static final Duration LATE = Duration.ofMinutes(11);

  @Test
  void theSameScenarioGivesTheSameBytes() {
    List<String> first = texts(scenario(100, Shares.DEFAULT), 20_000);
    assertThat(texts(scenario(100, Shares.DEFAULT), 20_000), is(first));
    Scenario other = new Scenario(8, 0, FRIDAY, 100, false, Shares.DEFAULT);
    assertThat(texts(other, 20_000), is(not(first)));
  }

  @Test
  void anotherStreamOfTheSameSeedHasTheSameVisitorsButNoEventInCommon() throws IOException {
    Set<String> ids = new HashSet<>();
    Set<String> addresses = new HashSet<>();
    int known = 0;
    for (long stream = 0; stream < 2; stream++) {
      Scenario scenario = new Scenario(7, stream, FRIDAY, 1, false, Shares.NONE);
      for (JsonNode event : events(scenario, 20_000)) {
        assertThat(ids.add(event.get("event_id").asText()), is(true));
        known += addresses.add(event.get("ip").asText()) || stream == 0 ? 0 : 1;
      }
    }
    assertThat(known, is(greaterThan(15_000)));
  }

  @Test
  void onAverageOverAWeekThereAreAsManyEventsAsAreAskedFor() {
    Instant end = FRIDAY.plus(Duration.ofDays(7));
    long count =
        stream(scenario(0.5, Shares.NONE)).takeWhile(e -> e.sentAt().isBefore(end)).count();
    double stories = 1.03;
    double asked = 0.5 * 7 * 86_400;
    assertThat(count / asked, is(closeTo(stories, 0.04)));
  }

  @Test
  void aSteadySecondIsLikeTheOther() {
    Scenario steady = new Scenario(7, 0, FRIDAY, 200, true, Shares.NONE);
    Map<Long, Long> bySecond = new HashMap<>();
    stream(steady)
        .limit(20_000)
        .forEach(e -> bySecond.merge(e.sentAt().getEpochSecond(), 1L, Long::sum));
    assertThat(bySecond.values().stream().allMatch(n -> n >= 199 && n <= 201), is(true));
  }

  @Test
  void nightsAreQuietAndSundaysQuieterThanTuesdays() {
    long[] byHour = new long[7 * 24];
    Instant end = FRIDAY.plus(Duration.ofDays(7));
    stream(scenario(1, Shares.NONE))
        .takeWhile(e -> e.sentAt().isBefore(end))
        .forEach(e -> byHour[(int) Duration.between(FRIDAY, e.sentAt()).toHours()]++);
    long quietest = LongStream.of(byHour).min().orElseThrow();
    long busiest = LongStream.of(byHour).max().orElseThrow();
    assertThat((double) busiest / quietest, is(allOf(greaterThan(2.0), lessThan(8.0))));
    assertThat(
        LongStream.of(byHour).skip(2 * 24).limit(24).sum(),
        is(lessThan(LongStream.of(byHour).skip(4 * 24).limit(24).sum())));
  }

  @Test
  void nothingIsLateButWhatIsMeantToBe() throws IOException {
    Scenario scenario = scenario(5, new Shares(0.01, 0.05, 0, 0.05));
    long largest = Long.MIN_VALUE;
    int late = 0;
    int behind = 0;
    for (JsonNode event : events(scenario, 100_000)) {
      long millis = Instant.parse(event.get("event_time").asText()).toEpochMilli();
      largest = Math.max(largest, millis);
      late += largest - millis > LATE.toMillis() ? 1 : 0;
      behind += largest - millis > 60_000 ? 1 : 0;
    }
    assertThat(late, is(behind));
    assertThat(late / 100_000.0, is(closeTo(0.01, 0.002)));
  }

  @Test
  void aFewEventsAreSentAgainSoonAfterTheFirstTime() throws IOException {
    Map<String, Integer> seen = new HashMap<>();
    int again = 0;
    int at = 0;
    for (JsonNode event : events(scenario(5, new Shares(0, 0.02, 0, 0)), 50_000)) {
      Integer before = seen.put(event.get("event_id").asText(), at);
      if (before != null) {
        again++;
        assertThat(at - before, is(lessThanOrEqualTo(25)));
      }
      at++;
    }
    assertThat(again / 50_000.0, is(closeTo(0.018, 0.003)));
  }

  @Test
  void malformedRecordsFailForEachReasonThatTheirNamesTell() {
    EventParser parser = new EventParser(FieldMap.standard(), Limits.DEFAULT);
    Set<Failure> failures = EnumSet.noneOf(Failure.class);
    int[] dead = {0};
    stream(scenario(100, new Shares(0, 0, 0.02, 0)))
        .limit(50_000)
        .forEach(
            e -> {
              long sentAt = e.sentAt().toEpochMilli();
              if (!parser.parse(e.json(), 0, e.json().length, sentAt)) {
                failures.add(parser.failure());
                dead[0]++;
              }
            });
    Set<Failure> named = EnumSet.noneOf(Failure.class);
    for (Flaw flaw : Flaw.values()) {
      named.add(Failure.valueOf(flaw.name()));
    }
    assertThat(failures, is(named));
    assertThat(dead[0] / 50_000.0, is(closeTo(0.02, 0.003)));
  }

  @Test
  void thePopularPagesHaveMostOfTheTrafficAndThereAreAboutAThousand() throws IOException {
    Map<String, Integer> views = new HashMap<>();
    for (JsonNode event : events(scenario(100, new Shares(0, 0, 0, 0.2)), 200_000)) {
      views.merge(event.get("url").asText().replaceFirst("\\?.*", ""), 1, Integer::sum);
    }
    assertThat(views.size(), is(allOf(greaterThan(900), lessThan(1_100))));
    List<Integer> sorted = views.values().stream().sorted((a, b) -> b - a).toList();
    int first100 = sorted.stream().limit(100).mapToInt(Integer::intValue).sum();
    assertThat(first100 / 200_000.0, is(allOf(greaterThan(0.5), lessThan(0.9))));
  }

  @Test
  void aStoryGivesItsPageTenTimesTheViews() {
    Story story =
        Stream.iterate(FRIDAY, at -> at.plus(Duration.ofHours(2)))
            .map(at -> Story.near(7, at.toEpochMilli()))
            .filter(s -> s.toMillis() > s.fromMillis())
            .findFirst()
            .orElseThrow();
    Duration length = Duration.ofMillis(story.toMillis() - story.fromMillis());
    long before = views(story, Instant.ofEpochMilli(story.fromMillis()).minus(length), length);
    long during = views(story, Instant.ofEpochMilli(story.fromMillis()), length);
    assertThat((double) during / before, is(closeTo(10, 2.5)));
  }

  private static long views(Story story, Instant from, Duration length) {
    Scenario scenario = new Scenario(7, 0, from, 500, false, Shares.NONE);
    String url = '"' + new String(story.site().url(story.page()), UTF_8);
    return stream(scenario)
        .takeWhile(e -> e.sentAt().isBefore(from.plus(length)))
        .map(e -> new String(e.json(), UTF_8))
        .filter(json -> json.contains("\"url\":" + url + '"') || json.contains(url + "?"))
        .count();
  }

  @Test
  void visitorsGoFromPageToPageAndSomeComeBackAnotherDay() throws IOException {
    Map<String, Integer> steps = new HashMap<>();
    Map<String, Set<String>> days = new HashMap<>();
    for (JsonNode event : events(scenario(1, Shares.NONE), 150_000)) {
      steps.merge(event.get("session_id").asText(), 1, Integer::sum);
      if (event.has("user_id")) {
        days.computeIfAbsent(event.get("user_id").asText(), id -> new HashSet<>())
            .add(event.get("event_time").asText().substring(0, 10));
      }
    }
    double mean = 150_000.0 / steps.size();
    assertThat(mean, is(closeTo(4.4, 0.4)));
    long returned = days.values().stream().filter(seen -> seen.size() > 1).count();
    assertThat(returned / (double) days.size(), is(greaterThan(0.1)));
  }

  @Test
  void somethingIsClickedAndSomethingBought() throws IOException {
    Map<String, Integer> types = new HashMap<>();
    for (JsonNode event : events(scenario(100, Shares.DEFAULT), 50_000)) {
      if (event.has("event_type")) {
        types.merge(event.get("event_type").asText(), 1, Integer::sum);
        boolean bought = event.get("event_type").asText().equals("purchase");
        assertThat(event.has("product_id"), is(bought));
      }
    }
    assertThat(types.keySet(), is(Set.of("page_view", "click", "purchase")));
    assertThat(types.get("page_view"), is(greaterThanOrEqualTo(40_000)));
  }

  @Test
  void everyEventIsTakenByTheParser() {
    EventParser parser = new EventParser(FieldMap.standard(), Limits.DEFAULT);
    List<String> refused =
        stream(scenario(100, new Shares(0.01, 0.01, 0, 0.3)))
            .limit(30_000)
            .filter(e -> !parser.parse(e.json(), 0, e.json().length, e.sentAt().toEpochMilli()))
            .map(e -> new String(e.json(), UTF_8))
            .toList();
    assertThat(refused, is(empty()));
  }

  private static Scenario scenario(double perSecond, Shares shares) {
    return new Scenario(7, 0, FRIDAY, perSecond, false, shares);
  }

  private static Stream<GeneratedEvent> stream(Scenario scenario) {
    TrafficGenerator generator = new TrafficGenerator(scenario);
    return Stream.generate(generator::next);
  }

  private static List<String> texts(Scenario scenario, int count) {
    return stream(scenario)
        .limit(count)
        .map(e -> e.sentAt() + new String(e.key(), UTF_8) + new String(e.json(), UTF_8))
        .toList();
  }

  private static List<JsonNode> events(Scenario scenario, int count) throws IOException {
    TrafficGenerator generator = new TrafficGenerator(scenario);
    List<JsonNode> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] json = generator.next().json();
      try {
        events.add(JSON.readTree(json));
      } catch (IOException malformed) {
        events.add(JSON.createObjectNode());
      }
    }
    return events;
  }
}
