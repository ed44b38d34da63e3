package dev.tidemark.run.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import dev.tidemark.run.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a cluster, against a server that answers as Flink does. */
class FlinkMasterTest {

  private static final FlinkJob JOB =
      new FlinkJob("4e5f0000000000000000000000000001", "tidemark events (1)", "RUNNING", 4, 4);

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, Queue<String>> passing = new ConcurrentHashMap<>();
  private final List<String> orders = new ArrayList<>();
  private HttpServer server;
  private FlinkMaster flink;

  @BeforeEach
  void answer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          if (!asked.startsWith("GET")) {
            orders.add(asked + " " + body);
          }
          if (asked.contains("mode=cancel")) {
            answers.put("GET /jobs/overview", overview("CANCELED", 4, 0));
          }
          boolean known = answers.containsKey(asked);
          Queue<String> first = passing.getOrDefault(asked, new ArrayDeque<>());
          String answer =
              first.isEmpty()
                  ? answers.getOrDefault(asked, "{\"errors\":[\"no such thing\"]}")
                  : first.remove();
          exchange.sendResponseHeaders(known ? 200 : 404, 0);
          exchange.getResponseBody().write(answer.getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    flink = FlinkMaster.at("127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aClusterThatDoesNotAnswerIsNamedWithTheRemedy() {
    server.stop(0);
    UserError error = assertThrows(UserError.class, flink::slots);
    assertThat(error.getMessage(), containsString("The Flink cluster at 127.0.0.1:"));
    assertThat(error.remedy(), containsString("--flinkMaster=HOST:PORT"));
  }

  @Test
  void whatFlinkRefusesIsToldInItsOwnWords() {
    UserError error = assertThrows(UserError.class, () -> flink.cancel(JOB));
    assertThat(error.getMessage(), containsString("no such thing"));
  }

  @Test
  void aJobIsAtWorkWhenAllOfItIs() throws InterruptedException {
    answers.put("GET /jobs/overview", overview("RUNNING", 4, 4));
    assertThat(flink.awaitAtWork(job -> job.id().equals(JOB.id())), is(JOB));
  }

  @Test
  void aJobThatFailsAtOnceIsEndedAndItsDeepestCauseTold() {
    answers.put("GET /jobs/overview", overview("FAILED", 4, 0));
    answers.put(
        "GET /jobs/" + JOB.id() + "/exceptions",
        "{\"root-exception\":\"java.lang.RuntimeException: outer\\n\\tat x\\n"
            + "Caused by: java.io.IOException: disk full\\n\\tat y\\n\"}");
    UserError error = assertThrows(UserError.class, () -> flink.awaitAtWork(job -> true));
    assertThat(
        error.getMessage(), is("The job failed on the cluster: java.io.IOException: disk full"));
  }

  @Test
  void aJobThatFailsTwiceBeforeItWorksIsEnded() {
    answers.put("GET /jobs/overview", overview("RESTARTING", 4, 0));
    answers.put("PATCH /jobs/" + JOB.id() + "?mode=cancel", "{}");
    answers.put(
        "GET /jobs/" + JOB.id() + "/exceptions",
        "{\"root-exception\":\"x.Broken: always\",\"exceptionHistory\":{\"entries\":[{},{}]}}");
    UserError error = assertThrows(UserError.class, () -> flink.awaitAtWork(job -> true));
    assertThat(error.getMessage(), containsString("x.Broken: always"));
    assertThat(orders, contains(containsString("mode=cancel")));
  }

  @Test
  void aSavepointLiesBesideTheCheckpointsOfItsStream() throws InterruptedException {
    answers.put("GET /jobs/overview", overview("RUNNING", 4, 4));
    answers.put(
        "GET /jobs/" + JOB.id() + "/checkpoints",
        "{\"latest\":{\"completed\":{\"external_path\":\"file:/base/stream/"
            + JOB.id()
            + "/chk-7\"}}}");
    answers.put("POST /jobs/" + JOB.id() + "/savepoints", "{\"request-id\":\"t\"}");
    answers.put(
        "GET /jobs/" + JOB.id() + "/savepoints/t",
        "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\"file:/base/s\"}}");
    assertThat(flink.savepoint(JOB, Optional.empty(), false), is("file:/base/s"));
    assertThat(orders, contains(containsString("\"target-directory\":\"file:/base/stream\"")));
  }

  @Test
  void aSavepointThatFailsSaysWhy() {
    answers.put("GET /jobs/overview", overview("RUNNING", 4, 4));
    answers.put("GET /jobs/" + JOB.id() + "/checkpoints", "{}");
    answers.put("POST /jobs/" + JOB.id() + "/stop", "{\"request-id\":\"t\"}");
    answers.put(
        "GET /jobs/" + JOB.id() + "/savepoints/t",
        failure("java.io.IOException: no room\\n\\tat z"));
    UserError error =
        assertThrows(UserError.class, () -> flink.savepoint(JOB, Optional.empty(), true));
    assertThat(error.getMessage(), containsString("java.io.IOException: no room"));
  }

  @Test
  void aSavepointWaitsForAJobThatIsJustStartedAgain() throws InterruptedException {
    passing.put(
        "GET /jobs/overview",
        new ArrayDeque<>(List.of(overview("RESTARTING", 4, 0), overview("RUNNING", 4, 3))));
    answers.put("GET /jobs/overview", overview("RUNNING", 4, 4));
    answers.put("GET /jobs/" + JOB.id() + "/checkpoints", "{}");
    answers.put("POST /jobs/" + JOB.id() + "/savepoints", "{\"request-id\":\"t\"}");
    String savepoint = "GET /jobs/" + JOB.id() + "/savepoints/t";
    passing.put(
        savepoint,
        new ArrayDeque<>(
            List.of(
                failure(
                    "x.CheckpointException: Checkpoint triggering task Read (3/3) is not being"
                        + " executed at the moment. Failure reason: Not all required tasks are"
                        + " currently running."))));
    answers.put(
        savepoint,
        "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\"file:/base/s\"}}");
    assertThat(flink.savepoint(JOB, Optional.empty(), false), is("file:/base/s"));
    assertThat(passing.get("GET /jobs/overview"), is(empty()));
    assertThat(orders, hasSize(2));
  }

  private static String failure(String trace) {
    return "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"failure-cause\":{\"stack-trace\":\"%s\"}}}"
        .formatted(trace);
  }

  private static String overview(String state, int total, int running) {
    return "{\"jobs\":[{\"jid\":\"%s\",\"name\":\"%s\",\"state\":\"%s\",\"tasks\":{\"total\":%d,\"running\":%d}}]}"
        .formatted(JOB.id(), JOB.name(), state, total, running);
  }
}
