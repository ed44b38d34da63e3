package dev.tidemark.station.cluster;

import dev.tidemark.run.UserError;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One process of a cluster: it can be killed and started again, and goes when the process that
 * started it goes.
 */
public final class ServerProcess {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TAIL_LINES = 20;
  private static final String TIDEMARK = "dev.tidemark.station.Tidemark";

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path home;
  private Process process;

  /**
   * A process that is not started yet.
   *
   * @param home of the cluster, which takes its log and its number
   */
  ServerProcess(String name, List<String> command, Map<String, String> environment, Path home) {
    this.name = name;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.home = home;
  }

  /** One that runs a command of this program. */
  public static ServerProcess ofTidemark(
      String name, List<String> arguments, Map<String, String> environment, Path home) {
    JavaProgram program =
        new JavaProgram(
            System.getProperty("java.class.path"), List.of("-Xmx1g"), TIDEMARK, arguments);
    return new ServerProcess(name, program.command(), environment, home);
  }

  public String name() {
    return name;
  }

  /** The file that takes what it prints, over all its starts. */
  public Path log() {
    return home.resolve("logs").resolve(name + ".log");
  }

  /** Starts it, for the first time or again, on the same addresses. */
  public synchronized void start() throws IOException {
    if (isAlive()) {
      throw new IllegalStateException(name + " runs already");
    }
    Files.createDirectories(home.resolve("logs"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log().toFile()));
    builder.environment().putAll(environment);
    process = builder.start();
    Files.writeString(home.resolve(name + ".pid"), process.pid() + "\n");
  }

  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** The number of the process that runs now. */
  public synchronized long pid() {
    return process.pid();
  }

  /** Ends it as a power cut would, and returns when it is gone. */
  public synchronized void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Starts those again that are gone, as a supervisor does. */
  public static void startAgain(List<ServerProcess> processes) throws IOException {
    for (ServerProcess process : processes) {
      if (!process.isAlive()) {
        process.start();
      }
    }
  }

  /** Throws why, when it has ended although nobody asked for it. */
  void demandAlive() throws IOException {
    if (!isAlive()) {
      List<String> lines = Files.readAllLines(log());
      String end =
          String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
      throw new UserError(
          name + " ended while it was starting.",
          "Its log is " + log() + ", and ends with:\n" + end.indent(2));
    }
  }

  /** Asks all of them to stop, and kills those that have not within seconds. */
  public static void stop(List<ServerProcess> processes) {
    processes.forEach(ServerProcess::ask);
    long end = System.nanoTime() + PATIENCE.toNanos();
    processes.forEach(process -> process.awaitEnd(end));
  }

  private synchronized void ask() {
    if (isAlive()) {
      process.destroy();
    }
  }

  private synchronized void awaitEnd(long end) {
    try {
      if (isAlive() && !process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        kill();
      }
    } catch (InterruptedException stopped) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
