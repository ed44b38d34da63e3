package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.tidemark.acceptance.House.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tidemark up} as a person uses it; {@link ChaosIT} kills it. */
@Timeout(3_600)
class UpIT {

  private static final Duration CTRL_C = Duration.ofSeconds(10);

  /** What is left out as long as it has not happened. */
  private static final Set<String> TOLD_AFTER_TROUBLE =
      Set.of("tidemark_pipeline_jdbc_retries_total", "tidemark_pipeline_jdbc_refused_rows_total");

  @TempDir Path directory;

  @Test
  void aSecondOneInTheSameHomeAndAPortInUseAreOneLineEach() throws Exception {
    try (House house = new House("up-twice", directory.resolve("home"), "--no-demo");
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Outcome inUse = house.tidemark("up", "--port=" + port, "--kafkaPort=0", "--postgresPort=0");
      assertThat(inUse.exitCode(), is(1));
      assertThat(
          inUse.printed().lines().toList().get(0),
          is("tidemark: Port " + port + " for the dashboard is in use by another program."));

      house.up();
      Outcome second = house.tidemark("up");
      assertThat(second.exitCode(), is(1));
      assertThat(
          second.printed().lines().toList().get(0),
          allOf(containsString("is already running in"), containsString("(process ")));

      assertThat(house.tidemark("status").printed(), containsString("watermark"));
      Outcome down = house.tidemark("down");
      assertThat(down.printed(), containsString("Stopped."));
      assertThat(house.tidemark("status").exitCode(), is(1));
      assertThat(house.tidemark("reset", "--yes").exitCode(), is(0));
      assertThat(directory.resolve("home").toFile().exists(), is(false));
    }
  }

  @Test
  void everyPartIsTickedAndNamed() throws Exception {
    try (House house = new House("up-named", directory.resolve("home"), "--rate=50")) {
      house.up();
      String printed = house.printed();
      for (String part :
          new String[] {"broker", "database", "tables", "dashboard", "pipeline", "traffic"}) {
        assertThat(printed, containsString("✓ " + part));
      }
      assertThat(printed, not(containsString("Exception")));
      HttpClient browser = HttpClient.newHttpClient();
      URI page = URI.create(house.address("web"));
      assertThat(
          browser.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body(),
          containsString("<title>"));
      house.reaches(
          "every metric is told that a dashboard or an alert asks for",
          Duration.ofMinutes(5),
          () -> metrics(browser, page).containsAll(metricsOfDashboardsAndAlerts()));
      house.stops(CTRL_C);
    }
  }

  private static Set<String> metrics(HttpClient browser, URI page) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(page.resolve("/metrics")).build();
    return named(browser.send(request, BodyHandlers.ofString()).body());
  }

  private static Set<String> metricsOfDashboardsAndAlerts() throws IOException {
    Set<String> asked = new TreeSet<>();
    Path deploy = Path.of("..", "deploy");
    asked.addAll(named(Files.readString(deploy.resolve("prometheus/alerts.yml"))));
    try (Stream<Path> dashboards = Files.list(deploy.resolve("grafana/dashboards"))) {
      for (Path dashboard : dashboards.toList()) {
        asked.addAll(named(Files.readString(dashboard)));
      }
    }
    asked.removeAll(TOLD_AFTER_TROUBLE);
    return asked;
  }

  private static Set<String> named(String text) {
    return Pattern.compile("\\btidemark_[a-z0-9_]+")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }
}
