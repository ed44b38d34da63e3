package dev.tidemark.station.dashboard;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page before a live stream: what it shows is what the tables hold. With {@code
 * -Dpictures=docs/images} it also takes the pictures of the documentation.
 */
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardLiveBrowserTest {

  private static final int ROWS = 5;
  private static final int PARTITIONS = 4;

  @TempDir static Path directory;

  private LiveStation station;
  private Browser browser;
  private Connection database;
  private DashboardSteps page;
  private Instant from;
  private Instant to;

  @BeforeAll
  void startAndSettle() throws Exception {
    station = LiveStation.start(directory);
    browser = Browser.start().desktop().preferring("prefers-color-scheme", "light");
    database = station.connect();
    page = new DashboardSteps(browser, station.address(), Optional.of(database));
    to = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofMinutes(20));
    from = to.minus(Duration.ofHours(1));
    String near =
        "SELECT count(*) FROM (SELECT max(max_event_time) AS reached FROM ledger"
            + " GROUP BY topic, partition) AS partitions WHERE reached > now() - interval '5 min'";
    station.await("every partition is near", () -> station.number(near) == PARTITIONS);
    long counted = station.number("SELECT sum(counted) FROM ledger");
    station.await(
        "the events are written",
        () -> station.number("SELECT count(*) FROM processed_events") >= counted);
    String inWindows =
        "SELECT coalesce(sum(view_count), 0) FROM page_view_counts"
            + " WHERE window_start >= '%s' AND window_start < '%s'".formatted(from, to);
    station.await("their windows are written", () -> station.number(inWindows) == views("true"));
  }

  @AfterEach
  void nothingWentWrongUnseen() {
    assertThat(browser.complaints(), empty());
  }

  @AfterAll
  void takePicturesAndStop() throws Exception {
    try {
      takePictures();
    } finally {
      browser.close();
      database.close();
      station.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPanelShowsAndSavesWhatTheTablesHold(LivePanel shown) throws Exception {
    page.openBetween(from, to);
    turnTo(shown);
    List<String> held =
        page.sums(
            shown.table,
            shown.sum,
            String.join(", ", shown.key),
            shown.condition(),
            from,
            to,
            ROWS);
    assertThat(held, not(empty()));
    assertThat(page.counts(shown.box).stream().limit(ROWS).toList(), is(held));
    assertThat(saved(shown).stream().limit(ROWS).toList(), is(held));
  }

  @ParameterizedTest
  @EnumSource
  void aRowFiltersAsTheEventsSay(LivePanel shown) throws Exception {
    page.openBetween(from, to);
    turnTo(shown);
    page.row(shown.box, 0);
    assertThat(page.chips(), not(empty()));
    assertThat(page.figure("views"), is(DashboardSteps.written(views(theFirst(shown)))));
  }

  @Test
  void aCountryOfTheMapFiltersAsTheEventsSay() throws Exception {
    page.openBetween(from, to).country("Germany");
    browser.await("the filter", () -> page.query().contains("country=DE"));
    browser.settled();
    assertThat(page.figure("views"), is(DashboardSteps.written(views("country_code = 'DE'"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"30m", "24h", "7d", "30d"})
  void aRangeShowsAllThatTheTablesHold(String range) throws Exception {
    page.open("").range(range);
    Duration length =
        switch (range) {
          case "30m" -> Duration.ofMinutes(30);
          case "24h" -> Duration.ofHours(24);
          case "7d" -> Duration.ofDays(7);
          default -> Duration.ofDays(30);
        };
    // Whole windows of five minutes, the one under way included.
    String sum =
        "SELECT coalesce(sum(view_count), 0) FROM page_view_counts WHERE window_start >="
            + " date_bin('5 min', now() - interval '%d min', 'epoch')"
                .formatted(length.toMinutes());
    station.await(
        "the views of " + range,
        () -> DashboardSteps.written(station.number(sum)).equals(page.figure("views")));
  }

  @Test
  void theFiguresMoveWithoutAReload() throws Exception {
    page.open("?range=30m");
    browser.await("visitors now", () -> !browser.text(".figure-value").matches("0|–|"));
    String before = page.figure("views");
    station.await("the views go on", () -> !page.figure("views").equals(before));
  }

  @Test
  void theBooksAreThoseOfTheLedger() throws Exception {
    page.open("?view=health");
    browser.await("the verdict", () -> browser.count(".balance.well") == 1);
    assertThat(browser.elements("#partitions tbody tr"), hasSize(PARTITIONS));
    long read = Long.parseLong(browser.text("#ledger-read").replace(",", ""));
    assertThat(station.number("SELECT sum(read) FROM ledger"), greaterThanOrEqualTo(read));
    assertThat(browser.text("#ledger-sum"), is(browser.text("#ledger-read")));
    assertThat(browser.text("#runner"), not(is("")));
  }

  @Test
  void theReplayButtonSendsDeadLettersAgain() throws Exception {
    page.open("?view=health");
    browser.click("[data-failure=NOT_JSON] .actions button:last-child");
    browser.click("dialog .primary");
    station.await(
        "the dead letters are sent again",
        () ->
            station.number(
                    "SELECT count(*) FROM dead_letters WHERE replayed_at IS NOT NULL"
                        + " AND failure = 'NOT_JSON'")
                > 0);
  }

  private void turnTo(LivePanel shown) {
    if (browser.count("[role=tab][id$='-" + shown.dimension + "']") > 0) {
      page.tab(shown.dimension);
    }
  }

  /** The hits of each line of the file that the panel saves. */
  private List<String> saved(LivePanel shown) throws IOException {
    int before = browser.downloads().size();
    browser.click(shown.box + " .csv");
    browser.await("the file", () -> browser.downloads().size() > before);
    Path newest =
        browser.downloads().stream()
            .max(comparing(file -> file.toFile().lastModified()))
            .orElseThrow();
    List<String> lines = Files.readAllLines(newest);
    int hits = List.of(lines.get(0).split(",", -1)).indexOf("hits");
    int fromTheEnd = lines.get(0).split(",", -1).length - hits;
    return lines.stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .map(cells -> DashboardSteps.written(Long.parseLong(cells[cells.length - fromTheEnd])))
        .toList();
  }

  /** Which events stand behind the row with the most hits. */
  private String theFirst(LivePanel shown) {
    String columns = String.join(", ", shown.key);
    String values = shown.key.stream().map("coalesce(%s, '')"::formatted).collect(joining(", "));
    return """
        %s AND (%s) = (SELECT %s FROM %s
          WHERE window_start >= '%s' AND window_start < '%s' AND %s
          GROUP BY %s ORDER BY sum(%s) DESC LIMIT 1)"""
        .formatted(
            shown.condition(),
            values,
            columns,
            shown.table,
            from,
            to,
            shown.condition(),
            columns,
            shown.sum);
  }

  private long views(String condition) throws Exception {
    return station.number(
        "SELECT count(*) FILTER (WHERE event_type = 'page_view') FROM processed_events"
            + " WHERE event_time >= '%s' AND event_time < '%s' AND %s"
                .formatted(from, to, condition));
  }

  private void takePictures() {
    String pictures = System.getProperty("pictures");
    if (pictures == null) {
      return;
    }
    Path images = Path.of(pictures);
    for (String theme : List.of("light", "dark")) {
      browser.preferring("prefers-color-scheme", theme);
      for (String view : List.of("traffic", "health")) {
        String query = view.equals("traffic") ? "?range=24h" : "?view=health";
        browser.desktop();
        page.open(query);
        browser.await("the pulse", () -> browser.text("#connection").equals("Live"));
        browser.picture(images.resolve(view + "-" + theme + "-desktop.png"), true);
        browser.phone();
        page.open(query);
        browser.await("the pulse", () -> browser.count("#connection[data-state=live]") == 1);
        browser.picture(images.resolve(view + "-" + theme + "-phone.png"), true);
      }
    }
  }
}
