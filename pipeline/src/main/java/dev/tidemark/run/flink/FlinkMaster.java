package dev.tidemark.run.flink;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.run.UserError;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** A Flink cluster, as {@code --flinkMaster} names it. */
public final class FlinkMaster {

  /** Tidemark's jobs are told from others by the beginning of their names. */
  public static final String JOB_NAME = "tidemark ";

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration SAVEPOINT = Duration.ofMinutes(10);
  private static final long LOOK_MILLIS = 200;

  /** Flink's words for a savepoint that met a job on its way back to work. */
  private static final String NOT_ALL_AT_WORK = "Not all required tasks are currently running";

  private final String name;
  private final FlinkRest rest;

  /** How many subtasks the cluster has room for. */
  public record Slots(int total, int free) {}

  /** A question, or an order. */
  private interface Exchange<T> {
    T with(FlinkRest rest) throws IOException, InterruptedException;
  }

  private FlinkMaster(String name, FlinkRest rest) {
    this.name = name;
    this.rest = rest;
  }

  /** Names a cluster by host and port, 8081 when there is none. */
  public static FlinkMaster at(String master) {
    String bare = master.strip().replaceFirst("^https?://", "").replaceFirst("/$", "");
    String name = bare.matches(".*:\\d+") ? bare : bare + ":8081";
    try {
      return new FlinkMaster(name, new FlinkRest(new URI("http://" + name + "/")));
    } catch (URISyntaxException wrong) {
      throw UserError.inUsage(
          "--flinkMaster=" + master + " is no address.", "Write --flinkMaster=HOST:PORT.");
    }
  }

  /** Its own account of its jobs. */
  public FlinkRest rest() {
    return rest;
  }

  /** Where a person looks at a job. */
  public String web(FlinkJob job) {
    return "http://" + name + "/#/job/running/" + job.id();
  }

  public Slots slots() throws InterruptedException {
    JsonNode overview = ask(rest -> rest.get("/overview"));
    return new Slots(
        overview.path("slots-total").asInt(), overview.path("slots-available").asInt());
  }

  /** A setting of the cluster. */
  public Optional<String> setting(String key) throws InterruptedException {
    for (JsonNode one : ask(rest -> rest.get("/jobmanager/config"))) {
      if (one.path("key").asText().equals(key)) {
        return Optional.of(one.path("value").asText());
      }
    }
    return Optional.empty();
  }

  /** Every job that the cluster remembers. */
  public List<FlinkJob> jobs() throws InterruptedException {
    JsonNode jobs = ask(rest -> rest.get("/jobs/overview")).path("jobs");
    return StreamSupport.stream(jobs.spliterator(), false).map(FlinkJob::of).toList();
  }

  /** Into how many subtasks the widest step of a job is cut. */
  public int parallelism(FlinkJob job) throws InterruptedException {
    JsonNode vertices = ask(rest -> rest.get("/jobs/" + job.id())).path("vertices");
    return StreamSupport.stream(vertices.spliterator(), false)
        .mapToInt(vertex -> vertex.path("parallelism").asInt())
        .max()
        .orElse(0);
  }

  /**
   * Why a job does not come to work, in one line. One failure that the cluster mends by itself is
   * none: a task manager or the leading job manager may have been slow.
   */
  private Optional<String> failure(FlinkJob job) throws InterruptedException {
    JsonNode exceptions = ask(rest -> rest.get("/jobs/" + job.id() + "/exceptions"));
    int failures = exceptions.path("exceptionHistory").path("entries").size();
    if (job.isActive() && failures < 2) {
      return Optional.empty();
    }
    String trace = exceptions.path("root-exception").asText("");
    return trace.isEmpty() || trace.equals("null") ? Optional.empty() : Optional.of(cause(trace));
  }

  /** The deepest cause of a printed stack trace. */
  static String cause(String trace) {
    return trace
        .lines()
        .filter(line -> line.startsWith("Caused by: "))
        .map(line -> line.substring("Caused by: ".length()))
        .reduce((outer, inner) -> inner)
        .or(() -> trace.lines().findFirst())
        .orElse("");
  }

  /**
   * Waits until every part of a job that was just handed over works. One that fails twice before is
   * ended: it would fail again and again.
   */
  public FlinkJob awaitAtWork(Predicate<FlinkJob> which) throws InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < end) {
      Optional<FlinkJob> found = jobs().stream().filter(which).findFirst();
      if (found.isPresent() && found.get().isAtWork()) {
        return found.get();
      }
      Optional<String> failure =
          found.isPresent() ? failure(found.get()) : Optional.<String>empty();
      if (failure.isPresent()) {
        if (found.get().isActive()) {
          cancel(found.get());
        }
        throw new UserError(
            "The job failed on the cluster: " + failure.get(),
            "It was ended; see " + web(found.get()) + ".");
      }
      Thread.sleep(LOOK_MILLIS);
    }
    throw new UserError(
        "The job does not run after " + START.toSeconds() + " s.",
        "It was not ended; see http://" + name + " and the logs of the cluster.");
  }

  /** Ends a job at once, and returns when it has ended; its checkpoints stay. */
  public void cancel(FlinkJob job) throws InterruptedException {
    ask(rest -> rest.patch("/jobs/" + job.id() + "?mode=cancel"));
    awaitEnd(job);
  }

  /**
   * Writes down the state of a job, so that it can go on from there. One that is just being started
   * again has no state to write: its parts are waited for.
   *
   * @param directory where; empty for where the job's checkpoints are, or else the cluster's choice
   * @param stop whether to stop the job then
   * @return the place of the savepoint
   */
  public String savepoint(FlinkJob job, Optional<String> directory, boolean stop)
      throws InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    Optional<String> place = Optional.empty();
    while (place.isEmpty()) {
      while (!isSettled(job) && System.nanoTime() < end) {
        Thread.sleep(LOOK_MILLIS);
      }
      place = trySavepoint(job, directory, stop, System.nanoTime() < end);
    }
    if (stop) {
      awaitEnd(job);
    }
    return place.get();
  }

  /** Empty when a part of the job fell away in between and there is time to try again. */
  private Optional<String> trySavepoint(
      FlinkJob job, Optional<String> directory, boolean stop, boolean again)
      throws InterruptedException {
    Map<String, Object> order = new HashMap<>();
    directory
        .or(() -> besideCheckpoints(job))
        .ifPresent(place -> order.put(stop ? "targetDirectory" : "target-directory", place));
    order.put(stop ? "drain" : "cancel-job", false);
    String path = "/jobs/" + job.id() + (stop ? "/stop" : "/savepoints");
    String trigger = ask(rest -> rest.post(path, order)).path("request-id").asText();
    JsonNode operation = awaitSavepoint(job, trigger);
    if (!operation.has("failure-cause")) {
      return Optional.of(operation.path("location").asText());
    }
    String why = cause(operation.path("failure-cause").path("stack-trace").asText());
    if (again && why.contains(NOT_ALL_AT_WORK)) {
      return Optional.empty();
    }
    throw new UserError(
        "The savepoint of job " + job.id() + " failed: " + why,
        "The job goes on without it. See " + web(job) + ".");
  }

  /** The directory of a job's stream, in which the checkpoints of every run of it lie. */
  private Optional<String> besideCheckpoints(FlinkJob job) {
    try {
      JsonNode latest = ask(r -> r.get("/jobs/" + job.id() + "/checkpoints")).path("latest");
      String path = latest.path("completed").path("external_path").asText("");
      // …/STREAM/JOB/chk-N
      return path.matches(".*/[0-9a-f]{32}/chk-\\d+")
          ? Optional.of(path.replaceFirst("/[0-9a-f]{32}/chk-\\d+$", ""))
          : Optional.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private JsonNode awaitSavepoint(FlinkJob job, String trigger) throws InterruptedException {
    long end = System.nanoTime() + SAVEPOINT.toNanos();
    while (System.nanoTime() < end) {
      JsonNode answer = ask(rest -> rest.get("/jobs/" + job.id() + "/savepoints/" + trigger));
      if (answer.path("status").path("id").asText().equals("COMPLETED")) {
        return answer.path("operation");
      }
      Thread.sleep(LOOK_MILLIS);
    }
    throw new UserError(
        "The savepoint of job " + job.id() + " took longer than " + SAVEPOINT.toMinutes() + " min.",
        "See " + web(job) + ".");
  }

  private void awaitEnd(FlinkJob job) throws InterruptedException {
    long end = System.nanoTime() + SAVEPOINT.toNanos();
    while (isActive(job)) {
      if (System.nanoTime() > end) {
        throw new UserError("Job " + job.id() + " does not end.", "See " + web(job) + ".");
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private boolean isActive(FlinkJob job) throws InterruptedException {
    return seen(job).filter(FlinkJob::isActive).isPresent();
  }

  /** Whether every part of a job works, or none ever will. */
  private boolean isSettled(FlinkJob job) throws InterruptedException {
    return seen(job).filter(one -> one.isActive() && !one.isAtWork()).isEmpty();
  }

  private Optional<FlinkJob> seen(FlinkJob job) throws InterruptedException {
    return jobs().stream().filter(one -> one.id().equals(job.id())).findFirst();
  }

  private <T> T ask(Exchange<T> exchange) throws InterruptedException {
    try {
      return exchange.with(rest);
    } catch (IOException failed) {
      String why = failed.getMessage() == null ? "it cannot be reached" : failed.getMessage();
      throw new UserError(
          "The Flink cluster at " + name + " does not do what it is asked: " + why + ".",
          "Check --flinkMaster=HOST:PORT, the address of its web interface, and its logs.",
          failed);
    }
  }
}
