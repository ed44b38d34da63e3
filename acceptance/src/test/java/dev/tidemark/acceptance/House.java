package dev.tidemark.acceptance;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** A home with {@code tidemark up} in a process of its own, and the commands that go with it. */
final class House implements AutoCloseable {

  static final Path JAR = Path.of("..", "station", "target", "tidemark-station.jar");

  private static final Path OUTPUT = Path.of("target", "runs");
  private static final Duration START = Duration.ofMinutes(2);
  private static final long PAUSE_MILLIS = 250;
  private static final int TAIL = 4_000;

  private final Path home;
  private final List<String> options;
  private final Path output;
  private Process process;

  /** What a command printed, and how it ended. */
  record Outcome(int exitCode, String printed) {}

  /**
   * A house that is not up yet, on free ports.
   *
   * @param name of the file below target that takes what it prints
   */
  House(String name, Path home, String... options) {
    this.home = home;
    this.output = OUTPUT.resolve(name + ".log");
    this.options = new ArrayList<>(List.of("--port=0", "--kafkaPort=0", "--postgresPort=0"));
    this.options.addAll(Arrays.asList(options));
  }

  /** Starts it, with further options for this time, and waits until all parts are up. */
  void up(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("up", "--home=" + home));
    arguments.addAll(options);
    arguments.addAll(List.of(more));
    process = start(arguments, output);
    reaches("all parts are up", START, this::isKnown);
  }

  /** Where a part can be found, by the name of the option that names it to other commands. */
  String address(String name) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(addressesFile())) {
      properties.load(reader);
    }
    return properties.getProperty(name);
  }

  Store store() throws IOException {
    return new Store(
        "jdbc:" + address("postgres"),
        address("postgresUser"),
        Files.readString(Path.of(address("postgresPasswordFile"))));
  }

  /** Waits until something is so, while the house stays up. */
  void reaches(String what, Duration deadline, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + deadline.toNanos();
    while (!condition.call()) {
      if (process.waitFor(PAUSE_MILLIS, MILLISECONDS)) {
        throw new AssertionError("ended with " + process.exitValue() + " before " + what + tail());
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + deadline + ": " + what + tail());
      }
    }
  }

  /** Asks it to stop, as Ctrl-C does, and waits until it has stopped well. */
  void stops(Duration deadline) throws IOException, InterruptedException {
    process.destroy();
    assertThat(
        "stopped within " + deadline + tail(),
        process.waitFor(deadline.toMillis(), MILLISECONDS),
        is(true));
    assertThat("exit code" + tail(), process.exitValue(), is(0));
  }

  /** Ends every process of it at once, as a power cut would: Java first, it must not notice. */
  void killAll() throws IOException, InterruptedException {
    assertThat("still runs when it is killed" + tail(), process.isAlive(), is(true));
    List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
    process.descendants().forEach(all::add);
    Path mark = home.resolve("postgres").resolve("cluster").resolve("postmaster.pid");
    if (Files.exists(mark)) {
      ProcessHandle.of(Long.parseLong(Files.readAllLines(mark).get(0).strip()))
          .ifPresent(
              server -> Stream.concat(Stream.of(server), server.descendants()).forEach(all::add));
    }
    all.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
    Files.deleteIfExists(addressesFile());
  }

  /** Runs another command on this home to its end. */
  Outcome tidemark(String... arguments) throws IOException, InterruptedException {
    return tidemark(START, arguments);
  }

  /** The same for a command that takes long. */
  Outcome tidemark(Duration deadline, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--home=" + home);
    Path printed = Files.createTempFile(Files.createDirectories(OUTPUT), arguments[0], ".log");
    Process command = start(all, printed);
    try {
      assertThat(
          arguments[0] + " ended, " + printed, command.waitFor(deadline.toMillis(), MILLISECONDS), is(true));
      return new Outcome(command.exitValue(), Files.readString(printed));
    } finally {
      command.destroyForcibly();
    }
  }

  String printed() throws IOException {
    return Files.readString(output);
  }

  /** Whether it tells other commands where its parts are. */
  boolean isKnown() {
    return Files.exists(addressesFile());
  }

  private Path addressesFile() {
    return home.resolve("addresses.properties");
  }

  private static Process start(List<String> arguments, Path output) throws IOException {
    Files.createDirectories(OUTPUT);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-jar", JAR.toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().keySet().removeIf(name -> name.matches("(KAFKA|POSTGRES|TIDEMARK)_.*"));
    return builder.start();
  }

  private String tail() throws IOException {
    String text = Files.exists(output) ? printed() : "";
    return "\n" + output + " ends with:\n" + text.substring(Math.max(0, text.length() - TAIL));
  }

  @Override
  public void close() throws IOException {
    if (process == null || !process.isAlive()) {
      return;
    }
    try {
      killAll();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
