package dev.tidemark.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A cluster on this machine, started and watched over by {@code tidemark cluster}. */
final class Cluster implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration STOP = Duration.ofMinutes(1);
  private static final Pattern ADDRESS =
      Pattern.compile("--(?:flinkMaster|sparkMaster|kafka)=(\\S+)");
  private static final Pattern CLIENT_FILE = Pattern.compile("--kafkaConfig=(\\S+)");

  private final Program program;
  private final Path home;
  private final String address;

  private Cluster(Program program, Path home, String address) {
    this.program = program;
    this.home = home;
    this.address = address;
  }

  static Cluster flink(String name, Path home, String... options) throws Exception {
    return start(name, "flink", home, List.of(options));
  }

  static Cluster spark(String name, Path home) throws Exception {
    return start(name, "spark", home, List.of("--webPort=0"));
  }

  static Cluster kafka(String name, Path home) throws Exception {
    return start(name, "kafka", home, List.of("--brokers=3"));
  }

  private static Cluster start(String name, String kind, Path home, List<String> options)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("cluster", kind, "--port=0"));
    arguments.add("--home=" + home);
    arguments.addAll(options);
    Program program = Program.start(name, Program.STATION, Map.of(), arguments);
    try {
      program.reaches(
          START,
          () ->
              program.printed().contains("Ctrl-C stops it.")
                  ? List.of()
                  : List.of("not all is up"));
      String address = find(ADDRESS, program.printed());
      return new Cluster(program, home.resolve("cluster").resolve(kind), address);
    } catch (Exception | AssertionError failed) {
      program.close();
      throw failed;
    }
  }

  private static String find(Pattern option, String printed) {
    Matcher found = option.matcher(printed);
    if (!found.find()) {
      throw new AssertionError("no " + option + " in " + printed);
    }
    return found.group(1);
  }

  /** What {@code --flinkMaster}, {@code --sparkMaster} or {@code --kafka} names. */
  String address() {
    return address;
  }

  /** What {@code --kafkaConfig} names. */
  String clientFile() throws IOException {
    return find(CLIENT_FILE, program.printed());
  }

  /** Kills one of its processes, and returns when it was started again. */
  void kill(String name) throws Exception {
    Path mark = home.resolve(name + ".pid");
    String killed = Files.readString(mark);
    ProcessHandle.of(Long.parseLong(killed.strip())).orElseThrow().destroyForcibly();
    program.reaches(
        START,
        () -> Files.readString(mark).equals(killed) ? List.of(name + " is not back") : List.of());
  }

  /** Waits until nothing is left of what differs, while the cluster runs. */
  void reaches(Duration deadline, Callable<List<String>> differences) throws Exception {
    program.reaches(deadline, differences);
  }

  @Override
  public void close() throws IOException {
    try {
      program.stopsWell(STOP);
    } catch (InterruptedException stopped) {
      program.close();
      Thread.currentThread().interrupt();
    }
  }
}
