package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream on a Flink cluster of several processes, as a person handles it. */
class FlinkClusterIT {

  private static final String TOPIC = "live";
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir Path directory;

  private Servers servers;
  private Store store;
  private Cluster flink;

  @BeforeEach
  void startTheServers() throws Exception {
    servers = Servers.start(directory);
    servers.createTopic(TOPIC, Traffic.PARTITIONS);
    store = servers.createDatabase("cluster");
    flink = Cluster.flink("flink-cluster", directory.resolve("home"));
  }

  @AfterEach
  void stopTheServers() throws IOException {
    try {
      flink.close();
    } finally {
      servers.close();
    }
  }

  @Test
  void killsSavepointsAndFewerOrMoreSubtasksLeaveTheTablesExact() throws Exception {
    try (Traffic traffic = Traffic.start(servers, TOPIC)) {
      submit("first");
      goesOn();
      flink.kill("taskmanager-1");
      goesOn();
      flink.kill("jobmanager");
      flink.reaches(DEADLINE, this::theJobManagerRunsTheJobAgain);
      goesOn();
      rescale(1);
      goesOn();
      rescale(3);
      goesOn();
      rescale(2);
      goesOn();
      String savepoint =
          Station.run(
              "savepoint", DEADLINE, "savepoint", "--stop", "--flinkMaster=" + flink.address());
      assertThat(savepoint, containsString("savepoint-"));
      submit("second", "--from=latest");
      goesOn();
      Station.run("cancel", DEADLINE, "cancel", "--flinkMaster=" + flink.address());
      submit("third", "--from=latest");

      List<TopicRecord> sent = traffic.finish(1_000);
      List<Table> naive = new NaiveTidemark(sent).tables();
      flink.reaches(DEADLINE, () -> store.differencesFrom(naive));
    }
  }

  @Test
  void whatCannotRunThereIsSaidAtOnceWithTheRemedy() throws Exception {
    assertThat(refused(TOPIC, "--flinkMaster=127.0.0.1:1"), containsString("127.0.0.1:1 does not"));

    servers.createTopic("wide", 6);
    String slots = refused("wide", "--flinkMaster=" + flink.address());
    assertThat(slots, containsString("has 4 free slots of 4, and the job needs 6."));
    assertThat(slots, containsString("--parallelism=4"));

    assertThat(
        refused(TOPIC, "--flinkMaster=" + flink.address(), "--from=latest"),
        containsString("has no checkpoint in"));
    assertThat(
        refused(TOPIC, "--flinkMaster=" + flink.address(), "--from=" + directory.toUri()),
        containsString("did not take the job"));
  }

  private String refused(String topic, String... options) throws Exception {
    try (Program run = Tidemark.run("refused", Engine.FLINK, servers, topic, store, options)) {
      assertThat(run.ends(SOON), is(1));
      String printed = run.printed();
      assertThat(printed, matchesPattern("(?s).*tidemark: [^\n]+\n  [^\n]+\n"));
      return printed;
    }
  }

  private void submit(String name, String... more) throws Exception {
    List<String> options =
        new ArrayList<>(List.of("--flinkMaster=" + flink.address(), "--earlyFiring=1s"));
    options.addAll(List.of(more));
    try (Program run =
        Tidemark.run(name, Engine.FLINK, servers, TOPIC, store, options.toArray(String[]::new))) {
      run.endsWell(DEADLINE);
      assertThat(run.printed(), containsString(" runs: http://" + flink.address()));
    }
  }

  private void rescale(int parallelism) throws Exception {
    List<String> arguments =
        List.of(
            "rescale",
            "--runner=FlinkRunner",
            "--flinkMaster=" + flink.address(),
            "--earlyFiring=1s",
            "--parallelism=" + parallelism,
            "--kafka=" + servers.bootstrapServers(),
            "--topic=" + TOPIC,
            "--group=first");
    Map<String, String> environment =
        Map.of(
            "POSTGRES_URL", store.url(),
            "POSTGRES_USER", store.user(),
            "POSTGRES_PASSWORD", store.password(),
            "VISITOR_SALT", Tidemark.SALT);
    try (Program run =
        Program.start("rescale-" + parallelism, Engine.FLINK.jar(), environment, arguments)) {
      run.endsWell(DEADLINE);
      assertThat(run.printed(), containsString(" runs: http://" + flink.address()));
    }
  }

  /** The parts of a job may outlive their job manager for a while. */
  private List<String> theJobManagerRunsTheJobAgain() throws Exception {
    URI overview = URI.create("http://" + flink.address() + "/jobs/overview");
    try {
      String jobs =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(overview).build(), BodyHandlers.ofString())
              .body();
      return jobs.contains("\"state\":\"RUNNING\"") ? List.of() : List.of(jobs);
    } catch (IOException notYet) {
      return List.of("no job manager");
    }
  }

  /** Until more was read than before. */
  private void goesOn() throws Exception {
    long before = read();
    flink.reaches(
        DEADLINE, () -> read() > before ? List.of() : List.of("only " + before + " are read"));
  }

  private long read() throws SQLException {
    return store.number("SELECT coalesce(sum(read), 0) FROM ledger");
  }
}
