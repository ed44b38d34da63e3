package dev.tidemark.station.metrics;

import static dev.tidemark.station.Installation.eventually;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.tidemark.event.Lateness;
import dev.tidemark.station.Installation;
import dev.tidemark.station.health.Checkpoint;
import dev.tidemark.station.health.Findings;
import dev.tidemark.station.health.Job;
import dev.tidemark.station.pulse.Heart;
import dev.tidemark.station.web.Client;
import dev.tidemark.station.web.WebOptions;
import dev.tidemark.station.web.WebServer;
import dev.tidemark.station.web.ingest.Counts;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MetricsRoutesTest {

  private static final String TOKEN = "a-token-that-nobody-guesses";

  @TempDir static Path directory;
  private static Installation ground;
  private static Heart heart;
  private static WebServer server;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    ground = Installation.start();
    ground.broker().createTopic("events", 1);
    ground.produce("events", 0, "a", "b", "c", "d", "e");
    ground.enter("events", 0, 0, 3, 2, 1, 0, 1, "2026-01-09 12:00:00Z");
    ground.dead("events", 0, 2, "NOT_JSON", "{");
    heart =
        new Heart(
            ground.postgres(), ground.kafka(), "events", Lateness.DEFAULT, Duration.ofSeconds(60));
    heart.start();
    eventually(heart::latest, pulse -> pulse.isPresent() && pulse.get().read() == 4);
    Checkpoint checkpoint = new Checkpoint(9, Instant.now().minusSeconds(30), 4096, 1500);
    Engine engine =
        new Engine(
            () ->
                Optional.of(
                    new Job("Flink", "RUNNING", "abc", Instant.now(), 2, List.of(checkpoint))),
            () -> Map.of("read", 4L, "jdbc_rows", 17L, "unheard_of", 1L));
    Path token = Files.writeString(directory.resolve("token"), TOKEN);
    server =
        WebServer.start(
            CommandLine.populateCommand(
                new WebOptions(),
                "--port=0",
                "--passwordFile=" + directory.resolve("password"),
                "--apiTokenFile=" + token),
            List.of(
                new MetricsRoutes(
                    heart, new Findings(ground.postgres(), ground.kafka()), engine, new Counts())));
    client = new Client(server);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    heart.close();
    ground.close();
  }

  private static List<String> told() throws Exception {
    HttpResponse<String> answer = client.get("/metrics", "Authorization", "Bearer " + TOKEN);
    assertThat(answer.statusCode(), is(200));
    assertThat(
        answer.headers().firstValue("Content-Type").orElse(""),
        startsWith("text/plain; version=0.0.4"));
    return answer.body().lines().toList();
  }

  @Test
  @Order(1)
  void theBooksTheLagTheFailuresAndTheEngineAreTold() throws Exception {
    assertThat(
        told(),
        hasItems(
            "# TYPE tidemark_records_read_total counter",
            "tidemark_records_read_total 4",
            "tidemark_records_total{fate=\"counted\"} 2",
            "tidemark_records_total{fate=\"late\"} 1",
            "tidemark_records_total{fate=\"dead\"} 1",
            "tidemark_ledger_balanced 1",
            "tidemark_ledger_gaps 0",
            "tidemark_dead_letters{failure=\"not_json\"} 1",
            "tidemark_partition_end_offset{topic=\"events\",partition=\"0\"} 5",
            "tidemark_partition_next_offset{topic=\"events\",partition=\"0\"} 4",
            "tidemark_partition_lag{topic=\"events\",partition=\"0\"} 1",
            "tidemark_server_up{server=\"kafka\"} 1",
            "tidemark_server_up{server=\"postgres\"} 1",
            "tidemark_job_running 1",
            "tidemark_job_restarts_total 2",
            "tidemark_checkpoint_bytes 4096",
            "tidemark_checkpoint_duration_seconds 1.5",
            "tidemark_pipeline_read_total 4",
            "tidemark_pipeline_jdbc_rows_total 17",
            "tidemark_intake_refused_total{reason=\"too_fast\"} 0"));
  }

  @Test
  @Order(2)
  void whatIsNotListedIsNotTold() throws Exception {
    String all = String.join("\n", told());
    assertThat(all, not(containsString("unheard_of")));
    List<String> names = Families.ALL.stream().map(Family::name).toList();
    told().stream()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> assertThat(names, hasItem(line.split("[{ ]", -1)[0])));
  }

  @Test
  @Order(3)
  void nobodyReadsThemWithoutTheToken() throws Exception {
    assertThat(client.get("/metrics").statusCode(), is(401));
    assertThat(client.get("/metrics", "Authorization", "Bearer guessed").statusCode(), is(401));
  }

  @Test
  @Order(4)
  void aLedgerThatDoesNotAddUpIsTold() throws Exception {
    ground.run("DELETE FROM ledger", "DELETE FROM dead_letters");
    ground.enter("events", 0, 0, 1, "2026-01-09 12:00:00Z");
    ground.enter("events", 0, 3, 4, "2026-01-09 12:00:00Z");
    List<String> lines =
        eventually(
            () -> {
              try {
                return told();
              } catch (Exception failed) {
                throw new AssertionError(failed);
              }
            },
            found -> found.contains("tidemark_ledger_gaps 1"));
    assertThat(lines, hasItem("tidemark_ledger_balanced 0"));
  }

  @Test
  @Order(5)
  void aDatabaseThatIsAwayLeavesTheRestToBeTold() throws Exception {
    ground.stopDatabase();
    eventually(heart::latest, pulse -> pulse.orElseThrow().noPostgres().isPresent());
    assertThat(told(), hasItem("tidemark_server_up{server=\"postgres\"} 0"));
  }
}
