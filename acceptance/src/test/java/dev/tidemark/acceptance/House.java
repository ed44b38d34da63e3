package dev.tidemark.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** A home with {@code tidemark up} in a process of its own, and the commands that go with it. */
final class House implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(2);

  private final String name;
  private final Path home;
  private final List<String> options;
  private Program program;
  private int starts;

  /** What a command printed, and how it ended. */
  record Outcome(int exitCode, String printed) {}

  /**
   * A house that is not up yet, on free ports.
   *
   * @param name of the file below target that takes what it prints
   */
  House(String name, Path home, String... options) {
    this.name = name;
    this.home = home;
    this.options = new ArrayList<>(List.of("--port=0", "--kafkaPort=0", "--postgresPort=0"));
    this.options.addAll(Arrays.asList(options));
  }

  /** Starts it, with further options for this time, and waits until all parts are up. */
  void up(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("up", "--home=" + home));
    arguments.addAll(options);
    arguments.addAll(List.of(more));
    program = Program.start(name + "-" + ++starts, Program.STATION, Map.of(), arguments);
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
    program.reaches(deadline, () -> condition.call() ? List.of() : List.of("not so: " + what));
  }

  /** Asks it to stop, as Ctrl-C does, and waits until it has stopped well. */
  void stops(Duration deadline) throws IOException, InterruptedException {
    program.stopsWell(deadline);
  }

  /** Ends every process of it at once, as a power cut would: Java first, it must not notice. */
  void killAll() throws IOException, InterruptedException {
    List<ProcessHandle> all = new ArrayList<>(List.of(program.handle()));
    program.handle().descendants().forEach(all::add);
    Path mark = home.resolve("postgres").resolve("cluster").resolve("postmaster.pid");
    if (Files.exists(mark)) {
      ProcessHandle.of(Long.parseLong(Files.readAllLines(mark).get(0).strip()))
          .ifPresent(
              server -> Stream.concat(Stream.of(server), server.descendants()).forEach(all::add));
    }
    program.kill();
    all.forEach(ProcessHandle::destroyForcibly);
    Files.deleteIfExists(addressesFile());
  }

  /** Runs another command on this home to its end. */
  Outcome tidemark(String... arguments) throws IOException, InterruptedException {
    return tidemark(START, arguments);
  }

  /** The same of a command that may take longer. */
  Outcome tidemark(Duration limit, String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--home=" + home);
    String run = arguments[0] + "-" + System.nanoTime();
    try (Program command = Program.start(run, Program.STATION, Map.of(), all)) {
      int exitCode = command.ends(limit);
      return new Outcome(exitCode, command.printed());
    }
  }

  /** The bytes that live objects of it take, after everything else was swept away. */
  long liveBytes() throws IOException, InterruptedException {
    Process histogram =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(program.handle().pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(histogram.getInputStream().readAllBytes(), UTF_8);
    String total = said.lines().filter(line -> line.startsWith("Total")).findFirst().orElse(said);
    return Long.parseLong(total.replaceFirst("Total +\\d+ +", "").strip());
  }

  /** What it has logged since it began, older files included. */
  String log() throws IOException {
    StringBuilder log = new StringBuilder();
    for (String file : List.of("tidemark.log.3", "tidemark.log.2", "tidemark.log.1")) {
      Path older = home.resolve("logs").resolve(file);
      log.append(Files.exists(older) ? Files.readString(older) : "");
    }
    return log.append(Files.readString(home.resolve("logs").resolve("tidemark.log"))).toString();
  }

  /** What it has printed since it was started last. */
  String printed() throws IOException {
    return program.printed();
  }

  /** Whether it tells other commands where its parts are. */
  boolean isKnown() {
    return Files.exists(addressesFile());
  }

  private Path addressesFile() {
    return home.resolve("addresses.properties");
  }

  @Override
  public void close() throws IOException {
    if (program == null || !program.isAlive()) {
      return;
    }
    try {
      killAll();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
