package dev.tidemark.write;

import static dev.tidemark.write.Sql.ask;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.metric.Star;
import dev.tidemark.servers.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every query of docs/questions.md against a plain program over the single views. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class QuestionsTest {

  private static final Pattern QUERY = Pattern.compile("(?s)```sql\n-- (.*?)\n(.*?);\n```");
  private static final LocalDate FIRST = LocalDate.parse("2026-01-01");
  private static final int DAYS = 12;
  private static final List<String> CITIES =
      List.of(
          "", "Berlin", "Oslo", "Lima", "Rome", "Bonn", "Kyoto", "Cork", "Bern", "Graz", "Linz",
          "Nice");

  private static Database database;
  private static Postgres postgres;
  private static List<EnrichedView> views;
  private static Map<String, String> queries;
  private static final Set<String> ANSWERED = new HashSet<>();

  @BeforeAll
  static void writeTwelveDays() throws Exception {
    database = Database.start(null);
    postgres = Sql.postgres(database);
    Migrations.apply(postgres);
    views = shopping();
    StarRun.write(postgres, views);
    queries = new LinkedHashMap<>();
    Matcher query = QUERY.matcher(Files.readString(Path.of("../docs/questions.md")));
    while (query.find()) {
      queries.put(query.group(1), query.group(2));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
    Set<String> unanswered = new TreeSet<>(queries.keySet());
    unanswered.removeAll(ANSWERED);
    assertThat("queries of the page without a test", unanswered, empty());
  }

  @Test
  void interactionsByDayAndCity() throws Exception {
    Map<String, Long> counts = count(v -> day(v) + "|" + v.place().countryCode() + "|" + city(v));
    List<String> expected =
        counts.entrySet().stream()
            .map(entry -> entry.getKey() + "|" + entry.getValue())
            .sorted()
            .toList();
    assertThat(
        answer("daily interactions by city and country").stream().sorted().toList(), is(expected));
  }

  @Test
  void totalsAndChangesOfDays() throws Exception {
    Map<String, Long> days = count(QuestionsTest::day);
    List<String> totals = new ArrayList<>();
    List<String> changes = new ArrayList<>();
    for (int at = 0; at < DAYS; at++) {
      LocalDate day = FIRST.plusDays(at);
      long here = days.getOrDefault(day.toString(), 0L);
      if (here > 0) {
        totals.add(day + "|" + here);
      }
      String before = at == 0 ? "null" : text(here - days.getOrDefault(text(day.minusDays(1)), 0L));
      String after =
          at == DAYS - 1 ? "null" : text(days.getOrDefault(text(day.plusDays(1)), 0L) - here);
      String share = "%.6f".formatted((double) here / views.size());
      changes.add(String.join("|", text(day), text(here), share, before, after));
    }
    assertThat(answer("totals worldwide"), is(totals));
    assertThat(answer("contribution of each day"), is(changes));
    assertThat("a day without events is a day", totals.size(), is(DAYS - 1));
  }

  @Test
  void theTenBusiestCities() throws Exception {
    assertThat(
        answer("top ten cities"),
        is(
            count(v -> v.place().countryCode() + "|" + city(v)).entrySet().stream()
                .filter(entry -> !entry.getKey().endsWith("|"))
                .sorted(mostFirst())
                .limit(10)
                .map(
                    entry ->
                        "%s|%d|%.6f"
                            .formatted(
                                entry.getKey(),
                                entry.getValue(),
                                (double) entry.getValue() / views.size()))
                .toList()));
  }

  /** Least squares as the textbook has them, and Student's t for nine degrees of freedom. */
  @Test
  void theForecastOfTheLastDay() throws Exception {
    Map<String, Long> days = count(QuestionsTest::day);
    int known = DAYS - 1;
    double[] y = new double[known];
    double meanX = (known - 1) / 2.0;
    double meanY = 0;
    for (int x = 0; x < known; x++) {
      y[x] = days.getOrDefault(text(FIRST.plusDays(x)), 0L);
      meanY += y[x] / known;
    }
    double sxx = 0;
    double sxy = 0;
    for (int x = 0; x < known; x++) {
      sxx += (x - meanX) * (x - meanX);
      sxy += (x - meanX) * (y[x] - meanY);
    }
    double slope = sxy / sxx;
    double rest = 0;
    for (int x = 0; x < known; x++) {
      double off = y[x] - (meanY + slope * (x - meanX));
      rest += off * off;
    }
    double expected = meanY + slope * (known - meanX);
    double margin =
        2.262
            * Math.sqrt(rest / (known - 2))
            * Math.sqrt(1 + 1.0 / known + (known - meanX) * (known - meanX) / sxx);
    String[] row = answer("forecast").get(0).split("\\|", -1);
    assertThat(row[0] + " " + row[1], is(FIRST.plusDays(known) + " " + known));
    assertThat(Double.parseDouble(row[2]), closeTo(expected, 0.001));
    assertThat(Double.parseDouble(row[3]), closeTo(Math.max(0, expected - margin), 0.001));
    assertThat(Double.parseDouble(row[4]), closeTo(expected + margin, 0.001));
    assertThat(Double.parseDouble(row[5]), closeTo(expected - y[known - 1], 0.001));
  }

  @Test
  void productsByViewsDevicesAndWhateverElse() throws Exception {
    assertThat(answer("top products by views"), is(top(v -> v.view().productId())));
    assertThat(
        answer("top products by country"),
        is(top(v -> v.view().productId() + "|" + v.place().countryCode())));
    assertThat(
        answer("top products by referrer type"),
        is(top(v -> v.view().productId() + "|" + referrerType(v))));
    assertThat(
        answer("top products by device"),
        is(top(v -> v.view().productId() + "|" + v.client().deviceClass())));
    Map<String, Set<String>> devices = new TreeMap<>();
    views.forEach(
        v ->
            devices
                .computeIfAbsent(v.view().productId(), id -> new HashSet<>())
                .add(v.view().userId()));
    Map<String, Long> numbers = new TreeMap<>();
    devices.forEach((product, of) -> numbers.put(product, (long) of.size()));
    assertThat(
        answer("top products by unique visitors"),
        is(
            numbers.entrySet().stream()
                .sorted(mostFirst())
                .limit(10)
                .map(entry -> entry.getKey() + "|" + entry.getValue())
                .toList()));
  }

  @Test
  void theTrendOfEachProduct() throws Exception {
    Map<String, Long> last = new TreeMap<>();
    List<String> expected = new ArrayList<>();
    new TreeMap<>(count(v -> day(v) + "|" + v.view().productId()))
        .forEach(
            (key, number) -> {
              String product = key.substring(key.indexOf('|') + 1);
              Long before = last.put(product, number);
              expected.add(key + "|" + number + "|" + (before == null ? null : number - before));
            });
    assertThat(answer("product trend"), is(expected));
  }

  private static List<String> answer(String question) throws Exception {
    ANSWERED.add(question);
    return ask(postgres, queries.get(question));
  }

  private static List<String> top(Function<EnrichedView, String> by) {
    return count(by).entrySet().stream()
        .sorted(mostFirst())
        .limit(10)
        .map(entry -> entry.getKey() + "|" + entry.getValue())
        .toList();
  }

  private static Comparator<Map.Entry<String, Long>> mostFirst() {
    return Map.Entry.<String, Long>comparingByValue()
        .reversed()
        .thenComparing(Map.Entry.comparingByKey());
  }

  private static Map<String, Long> count(Function<EnrichedView, String> by) {
    return views.stream().collect(groupingBy(by, TreeMap::new, counting()));
  }

  private static String day(EnrichedView view) {
    return text(LocalDate.ofEpochDay(view.view().eventMicros() / Star.DAY_MICROS));
  }

  private static String city(EnrichedView view) {
    return view.place().city();
  }

  private static String referrerType(EnrichedView view) {
    return view.view().referrer().isEmpty() ? "Direct" : "Search Engine";
  }

  private static String text(Object value) {
    return String.valueOf(value);
  }

  /** Twelve days, more views on each, but none on the fifth. */
  private static List<EnrichedView> shopping() {
    Random random = new Random(5);
    List<EnrichedView> all = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      int many = day == 4 ? 0 : 150 + 12 * day + random.nextInt(60);
      for (int i = 0; i < many; i++) {
        int device = random.nextInt(40);
        int where = (int) (Math.pow(random.nextDouble(), 2) * CITIES.size());
        all.add(
            ProductViews.view("p%02d".formatted(random.nextInt(15)))
                .at((FIRST.toEpochDay() + day) * Star.DAY_MICROS + random.nextLong(Star.DAY_MICROS))
                .country(List.of("DE", "NO", "PE").get(where % 3))
                .city(CITIES.get(where))
                .from(random.nextBoolean() ? "" : "https://www.google.com/")
                .on(device % 3 == 0 ? "Phone" : "Desktop")
                .device("d" + device)
                .done());
      }
    }
    return all;
  }
}
