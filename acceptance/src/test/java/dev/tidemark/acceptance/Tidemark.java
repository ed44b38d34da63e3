package dev.tidemark.acceptance;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A run of Tidemark in a process of its own, started as the launcher starts it. */
final class Tidemark implements AutoCloseable {

  /** The same for every run, so that the visitors are. */
  static final String SALT = "the same for every run, so that the sketches are";

  private static final int TAIL = 4_000;
  private static final long PAUSE_MILLIS = 250;

  private final Process process;
  private final Path output;

  private Tidemark(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts {@code tidemark run}; what it prints goes to a file of this name below target. */
  static Tidemark run(
      String name, Engine engine, Servers servers, String topic, Store store, String... options)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "--runner=" + engine.runner()));
    arguments.addAll(List.of(options));
    return start(name, engine.jar(), servers, topic, store, arguments);
  }

  /** Starts {@code tidemark serve} on a free port. */
  static Tidemark serve(String name, Servers servers, String topic, Store store, String... options)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("serve", "--port=0"));
    arguments.addAll(List.of(options));
    return start(name, House.JAR, servers, topic, store, arguments);
  }

  private static Tidemark start(
      String name, Path jar, Servers servers, String topic, Store store, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("tidemark.opens", "").split(" ")));
    command.addAll(List.of("-Xmx1g", "-jar", jar.toString()));
    command.addAll(arguments);
    command.add("--kafka=" + servers.bootstrapServers());
    command.add("--topic=" + topic);

    Path output = Files.createDirectories(Path.of("target", "runs")).resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(store.environment());
    builder
        .environment()
        .putAll(Map.of("KAFKA_GROUP", name, "VISITOR_SALT", SALT, "SPARK_LOCAL_IP", "127.0.0.1"));
    return new Tidemark(builder.start(), output);
  }

  /** Waits until the run has ended by itself, and well. */
  void endsWell(Duration deadline) throws IOException, InterruptedException {
    assertThat(
        "ended within " + deadline + "\n" + tail(),
        process.waitFor(deadline.toMillis(), MILLISECONDS),
        is(true));
    assertThat("exit code\n" + tail(), process.exitValue(), is(0));
  }

  /** Waits until the answer to a question is no difference any more, while the run goes on. */
  void reaches(Duration deadline, Callable<List<String>> differences) throws Exception {
    long end = System.nanoTime() + deadline.toNanos();
    List<String> left = differences.call();
    while (!left.isEmpty()) {
      if (process.waitFor(PAUSE_MILLIS, MILLISECONDS)) {
        throw new AssertionError(
            "ended with " + process.exitValue() + " before its time\n" + tail());
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "after %s there still differ %d rows:\n%s\n%s"
                .formatted(deadline, left.size(), Differences.told(left), tail()));
      }
      left = differences.call();
    }
  }

  /** Asks the run to stop, as a service manager does, and waits until it has stopped well. */
  void stopsWell(Duration deadline) throws IOException, InterruptedException {
    process.destroy();
    endsWell(deadline);
  }

  /** Ends the run as a power cut would. */
  void kill() throws InterruptedException {
    assertThat("still runs when it is killed", process.isAlive(), is(true));
    process.destroyForcibly().waitFor();
  }

  /** All that the run has printed so far. */
  String printed() throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  private String tail() throws IOException {
    String text = printed();
    return output + " ends with:\n" + text.substring(Math.max(0, text.length() - TAIL));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
