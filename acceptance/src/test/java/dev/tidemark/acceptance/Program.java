package dev.tidemark.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** One of our jars in a process of its own, started as the launcher starts it. */
final class Program implements AutoCloseable {

  static final Path STATION = Path.of("..", "station", "target", "tidemark-station.jar");

  /** Enough for what the tests read; Direct and Spark hold more where a round is larger. */
  private static final String HEAP = System.getProperty("tidemark.heap", "1g");

  private static final int TAIL = 4_000;
  private static final long PAUSE_MILLIS = 250;

  private final Process process;
  private final Path output;

  private Program(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it with nothing of ours in its environment but this.
   *
   * @param name of the file below target that takes what it prints
   */
  static Program start(
      String name, Path jar, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("tidemark.opens", "").split(" ")));
    command.addAll(List.of("-Xmx" + HEAP, "-jar", jar.toString()));
    command.addAll(arguments);
    Path runs = Path.of(System.getProperty("tidemark.runs", "target/runs"));
    Path output = Files.createDirectories(runs).resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(key -> key.matches("(KAFKA|POSTGRES|TIDEMARK)_.*"));
    builder.environment().putAll(environment);
    return new Program(builder.start(), output);
  }

  /** Waits until the answer to a question is no difference any more, while the program goes on. */
  void reaches(Duration deadline, Callable<List<String>> differences) throws Exception {
    long end = System.nanoTime() + deadline.toNanos();
    List<String> left = differences.call();
    while (!left.isEmpty()) {
      if (process.waitFor(PAUSE_MILLIS, MILLISECONDS)) {
        throw new AssertionError(
            "ended with %d before its time, with these left:\n%s\n%s"
                .formatted(process.exitValue(), Differences.told(left), tail()));
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "after %s there still differ %d:\n%s\n%s"
                .formatted(deadline, left.size(), Differences.told(left), tail()));
      }
      left = differences.call();
    }
  }

  /** Waits until it has ended by itself; its exit code. */
  int ends(Duration deadline) throws IOException, InterruptedException {
    assertThat(
        "ended within " + deadline + "\n" + tail(),
        process.waitFor(deadline.toMillis(), MILLISECONDS),
        is(true));
    return process.exitValue();
  }

  /** Waits until it has ended by itself, and well. */
  void endsWell(Duration deadline) throws IOException, InterruptedException {
    int exitCode = ends(deadline);
    assertThat("exit code\n" + tail(), exitCode, is(0));
  }

  /** Asks it to stop, as a service manager or Ctrl-C does, and waits until it has stopped well. */
  void stopsWell(Duration deadline) throws IOException, InterruptedException {
    process.destroy();
    endsWell(deadline);
  }

  /** Ends it as a power cut would. */
  void kill() throws IOException, InterruptedException {
    assertThat("still runs when it is killed\n" + tail(), process.isAlive(), is(true));
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** All that was printed so far. */
  String printed() throws IOException {
    return Files.readString(output, UTF_8);
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
