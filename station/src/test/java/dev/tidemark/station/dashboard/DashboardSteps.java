package dev.tidemark.station.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** What a person does on the dashboard, and what he reads there, at any address. */
public final class DashboardSteps {

  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();

  private final Browser browser;
  private final String base;
  private final Optional<Connection> database;

  /**
   * @param base such as {@code http://127.0.0.1:8080}
   * @param database where what is shown can be compared with the tables
   */
  public DashboardSteps(Browser browser, String base, Optional<Connection> database) {
    this.browser = browser;
    this.base = base;
    this.database = database;
  }

  public DashboardSteps open(String query) {
    browser.open(base + "/" + query);
    browser.settled();
    return this;
  }

  /** The view over closed windows, whose figures do not change any more. */
  public DashboardSteps openBetween(Instant from, Instant to) {
    return open("?from=" + from + "&to=" + to);
  }

  public String query() {
    return Optional.ofNullable(URI.create(browser.address()).getRawQuery()).orElse("");
  }

  /** A figure such as {@code views}, as it is shown. */
  public String figure(String name) {
    return browser.text("#figure-" + name + " .value");
  }

  /** The names of a panel and what stands beside them, as they are shown. */
  public Map<String, String> rows(String panel) {
    @SuppressWarnings("unchecked")
    List<List<String>> rows =
        (List<List<String>>)
            browser.script(
                "return [...document.querySelectorAll(arguments[0] + ' .rows tbody tr')]"
                    + ".map(r => [r.querySelector('.row-name').textContent,"
                    + " r.querySelectorAll('.count')[1].textContent])",
                panel);
    Map<String, String> shown = new LinkedHashMap<>();
    rows.forEach(row -> shown.put(row.get(0), row.get(1)));
    return shown;
  }

  /** The numbers beside the rows of a panel, from the first to the last. */
  public List<String> counts(String panel) {
    @SuppressWarnings("unchecked")
    List<String> counts =
        (List<String>)
            browser.script(
                "return [...document.querySelectorAll(arguments[0] + ' .rows tbody tr')]"
                    + ".map(r => r.querySelectorAll('.count')[1].textContent)",
                panel);
    return counts;
  }

  public DashboardSteps tab(String dimension) {
    browser.click("[role=tab][id$='-" + dimension + "']");
    browser.settled();
    return this;
  }

  /** Clicks a row by its place, the first one being 0. */
  public DashboardSteps row(String panel, int place) {
    browser.await(
        "row " + place + " of " + panel,
        () -> browser.elements(panel + " button.row-name").size() > place);
    browser.clickAtRest(browser.elements(panel + " button.row-name").get(place));
    browser.settled();
    return this;
  }

  public DashboardSteps range(String name) {
    browser.click("[data-range='" + name + "']");
    browser.settled();
    return this;
  }

  public DashboardSteps host(String name) {
    for (WebElement option : browser.element("#host").findElements(By.tagName("option"))) {
      if (option.getText().equals(name)) {
        option.click();
        browser.settled();
        return this;
      }
    }
    throw new AssertionError("There is no site " + name);
  }

  public List<String> chips() {
    return browser.texts(".chip-label, .chip-value").stream().map(String::strip).toList();
  }

  public DashboardSteps removeChip(String filter) {
    browser.click(".chip[data-filter='" + filter + "'] .chip-remove");
    browser.settled();
    return this;
  }

  /** Clicks the middle of a country, by its name in the outlines. */
  public DashboardSteps country(String shape) {
    pointAt(shape);
    browser.actions().click().perform();
    return this;
  }

  /** Moves the pointer to the middle of a country. */
  public DashboardSteps pointAt(String shape) {
    WebElement map = browser.element(".map-canvas");
    browser.script("arguments[0].scrollIntoView({ block: 'center' })", map);
    browser.script(
        "const [map, shape] = arguments; import('/assets/echarts-5.5.0.js').then((charts) => {"
            + " const [x, y] = charts.getInstanceByDom(map)"
            + ".convertToPixel({ seriesIndex: 0 }, shape);"
            + " map.dataset.point = `${x} ${y}`; })",
        map,
        shape);
    browser.await("the map to know " + shape, () -> map.getDomAttribute("data-point") != null);
    String[] point = map.getDomAttribute("data-point").split(" ", -1);
    browser.script("arguments[0].removeAttribute('data-point')", map);
    int x = (int) (Double.parseDouble(point[0]) - map.getSize().getWidth() / 2.0);
    int y = (int) (Double.parseDouble(point[1]) - map.getSize().getHeight() / 2.0);
    browser.actions().moveToElement(map, x, y).perform();
    return this;
  }

  /** Drags over the chart, from and to as shares of its width. */
  public DashboardSteps dragOverChart(double from, double to) {
    WebElement chart = browser.element(".chart-canvas");
    int width = chart.getSize().getWidth();
    browser
        .actions()
        .moveToElement(chart, (int) (width * (from - 0.5)), 0)
        .clickAndHold()
        .moveByOffset((int) (width * (to - from)) / 2, 0)
        .moveByOffset((int) (width * (to - from)) / 2, 0)
        .release()
        .perform();
    browser.settled();
    return this;
  }

  /** What the API answers to what the page asked last at this address. */
  public JsonNode answer(String path) {
    String asked =
        (String)
            browser.script(
                "return performance.getEntriesByType('resource').map(e => e.name)"
                    + ".filter(n => new URL(n).pathname === arguments[0]).at(-1)",
                path);
    return get(asked);
  }

  public JsonNode get(String address) {
    try {
      return JSON.readTree(http.send(request(address), BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<byte[]> fetch(String path, String... headers) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
      for (int i = 0; i < headers.length; i += 2) {
        request.header(headers[i], headers[i + 1]);
      }
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest request(String address) {
    return HttpRequest.newBuilder(URI.create(address)).build();
  }

  /** The numbers of a top list of the API, as the page writes them. */
  public static List<String> hits(JsonNode top) {
    return StreamSupport.stream(top.get("rows").spliterator(), false)
        .map(row -> written(row.get("hits").asLong()))
        .toList();
  }

  /** As the page writes numbers in English: whole below ten thousand, then short. */
  public static String written(long number) {
    if (number < 10_000) {
      return String.format(Locale.ENGLISH, "%,d", number);
    }
    long unit = number < 999_500 ? 1000 : number < 999_500_000 ? 1_000_000 : 1_000_000_000;
    double value = (double) number / unit;
    String digits =
        String.format(
            Locale.ENGLISH, value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f", value);
    return digits.replaceAll("\\.?0+$|(?<=\\.\\d)0$", digits.contains(".") ? "" : "$0")
        + (unit == 1000 ? "K" : unit == 1_000_000 ? "M" : "B");
  }

  /**
   * What the tables hold: the largest sums of a column in closed windows, as the page writes them.
   */
  public List<String> sums(
      String table, String sum, String key, String condition, Instant from, Instant to, int most) {
    String sql =
        "SELECT sum(%s) FROM %s WHERE window_start >= ? AND window_start < ? AND %s GROUP BY %s ORDER BY 1 DESC LIMIT ?"
            .formatted(sum, table, condition, key);
    try (PreparedStatement query = database.orElseThrow().prepareStatement(sql)) {
      query.setTimestamp(1, Timestamp.from(from));
      query.setTimestamp(2, Timestamp.from(to));
      query.setInt(3, most);
      try (ResultSet rows = query.executeQuery()) {
        List<String> sums = new ArrayList<>();
        while (rows.next()) {
          sums.add(written(rows.getLong(1)));
        }
        return sums;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
