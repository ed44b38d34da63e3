package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the compose file starts, started without containers: same commands, same environment. */
@Tag("long")
@Timeout(900)
class ComposeIT {

  private static final Duration SOON = Duration.ofMinutes(3);
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  @TempDir Path directory;

  private final Map<String, String> here = new LinkedHashMap<>();
  private Servers servers;
  private Store store;

  @BeforeEach
  void startTheServers() throws Exception {
    servers = Servers.start(directory);
    servers.createTopic("web_events", 2);
    store = servers.createDatabase("compose");
    Path secrets = Files.createDirectory(directory.resolve("secrets"));
    Files.writeString(secrets.resolve("postgres-password"), store.password());
    Files.writeString(secrets.resolve("dashboard-password"), "a long enough password");
    Files.writeString(secrets.resolve("api-token"), TOKEN);
    Files.writeString(secrets.resolve("kafka.properties"), "client.id=compose\n");
    here.put("kafka-1:9092,kafka-2:9092,kafka-3:9092", servers.bootstrapServers());
    here.put("postgresql://postgres:5432/tidemark", store.url());
    here.put("/run/secrets", secrets.toString());
    here.put("--bind=0.0.0.0", "--bind=127.0.0.1");
  }

  @AfterEach
  void stopTheServers() throws IOException {
    servers.close();
  }

  @Test
  void stationGeneratorAndJobWorkTogetherAndTheJobIsHandedOverOnce() throws Exception {
    String port = Integer.toString(freePort());
    here.put("--port=8080", "--port=" + port);
    here.put("127.0.0.1/8080", "127.0.0.1/" + port);
    try (Cluster flink = Cluster.flink("compose-flink", directory.resolve("flink"))) {
      here.put("jobmanager:8081", flink.address());
      ComposeService station = service("station");
      try (Program serving = station.start("compose-station", Program.STATION, home("station"));
          Program generator =
              service("generator").start("compose-generator", Program.STATION, home("generator"))) {
        serving.reaches(SOON, () -> told(station.isHealthy(), "it is not healthy"));
        String job = submitted("compose-job");
        assertThat(submitted("compose-job-again"), is(job));
        serving.reaches(
            SOON,
            () -> told(store.number("SELECT sum(view_count) FROM page_view_counts") > 0, "no row"));
        serving.reaches(
            SOON,
            () -> told(metrics(port).contains("\ntidemark_checkpoint_bytes "), metrics(port)));
        assertThat(metrics(port), containsString("\ntidemark_job_running 1\n"));
        assertThat(generator.isAlive(), is(true));
        serving.stopsWell(SOON);
      }
    }
  }

  @Test
  void roundsOnSparkCountWhatTheGeneratorSends() throws Exception {
    String port = Integer.toString(freePort());
    here.put("spark://spark-master:7077", "local[2]");
    here.put("spark.driver.host=rounds", "spark.driver.host=127.0.0.1 -Dspark.ui.port=" + port);
    ComposeService service = service("rounds");
    // Spark in this process shall not depend on what the host's name resolves to.
    service.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    try (Program generator =
            service("generator").start("rounds-generator", Program.STATION, home("generator"));
        Program rounds = service.start("rounds", Engine.SPARK.jar(), home("rounds"))) {
      generator.reaches(SOON, () -> told(servers.records("web_events") > 100, "no records"));
      rounds.reaches(
          SOON, () -> told(store.number("SELECT sum(read) FROM ledger") > 0, "no ledger"));
    }
  }

  private static List<String> told(boolean isSo, String otherwise) {
    return isSo ? List.of() : List.of(otherwise);
  }

  private ComposeService service(String name) throws IOException {
    ComposeService service = ComposeService.named(name, here);
    // The owner of the embedded database has another name.
    service.environment().put("POSTGRES_USER", store.user());
    return service;
  }

  private Path home(String name) throws IOException {
    return Files.createDirectories(directory.resolve("homes").resolve(name));
  }

  /** Hands the stream over as the service does; the line that names the job. */
  private String submitted(String name) throws Exception {
    try (Program job = service("job").start(name, Engine.FLINK.jar(), home("job"))) {
      job.endsWell(SOON);
      return job.printed().lines().filter(l -> l.startsWith("Job ")).findFirst().orElseThrow();
    }
  }

  private static String metrics(String port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .header("Authorization", "Bearer " + TOKEN)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
