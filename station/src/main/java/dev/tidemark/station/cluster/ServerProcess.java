package dev.tidemark.station.cluster;

import dev.tidemark.run.UserError;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One process of a cluster: it can be killed, stalled and started again, and goes when the process
 * that started it goes.
 */
public final class ServerProcess implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 8;
  private static final int TAIL_LINES = 20;

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private Process process;

  ServerProcess(String name, List<String> command, Map<String, String> environment, Path log) {
    this.name = name;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.log = log;
  }

  public String name() {
    return name;
  }

  /** The file that takes what it prints, over all its starts. */
  public Path log() {
    return log;
  }

  /** Starts it, for the first time or again, on the same addresses. */
  public synchronized void start() throws IOException {
    if (isAlive()) {
      throw new IllegalStateException(name + " runs already");
    }
    Files.createDirectories(log.getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    process = builder.start();
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

  /** Lets it stand still, as a long pause of the machine or a stalled network would. */
  public void stall() throws IOException {
    signal("-STOP");
  }

  /** Lets it go on after a stall. */
  public void goOn() throws IOException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException {
    try {
      int code = new ProcessBuilder("kill", signal, Long.toString(pid())).start().waitFor();
      if (code != 0) {
        throw new IOException("kill " + signal + " of " + name + " ended with " + code);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while signalling " + name, stopped);
    }
  }

  /** Throws why, when it has ended although nobody asked for it. */
  void demandAlive() throws IOException {
    if (!isAlive()) {
      List<String> lines = Files.readAllLines(log);
      String end =
          String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
      throw new UserError(
          name + " ended while it was starting.",
          "Its log is " + log + ", and ends with:\n" + end.indent(2));
    }
  }

  /** Asks it to stop, and kills it when it does not within seconds. */
  @Override
  public synchronized void close() {
    if (!isAlive()) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
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
