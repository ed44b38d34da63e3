package dev.tidemark.station.chaos;

import dev.tidemark.run.UserError;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of Tidemark's, to be started as a process of its own. */
record Program(List<String> command) {

  private static final int TAIL = 2_000;

  Program {
    command = List.copyOf(command);
  }

  /** This very program: the one that knows {@code up} and {@code verify}. */
  static Program own() {
    String classPath = System.getProperty("java.class.path");
    // Started from a jar, its manifest opens what the engine needs of the platform.
    return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)
        ? of(Path.of(classPath))
        : new Program(List.of("-cp", classPath, "dev.tidemark.station.Tidemark"));
  }

  static Program of(Path jar) {
    return new Program(List.of("-jar", jar.toString()));
  }

  /**
   * Starts it, with no servers named but those in its arguments.
   *
   * @param log the file that takes what it says, after what is there already
   */
  Process start(Path log, List<String> arguments) throws IOException {
    return start(Redirect.appendTo(log.toFile()), log, arguments);
  }

  /** The same, with its results apart from its remarks. */
  Process start(Redirect results, Path remarks, List<String> arguments) throws IOException {
    Files.createDirectories(remarks.getParent());
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(List.of("-Xms64m", "-Xmx1g", "-XX:+ExitOnOutOfMemoryError"));
    // Most of them do not live long enough for better compiled code to pay off.
    all.add("-XX:TieredStopAtLevel=1");
    all.addAll(command);
    all.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .redirectOutput(results)
            .redirectError(Redirect.appendTo(remarks.toFile()));
    builder.environment().keySet().removeIf(name -> name.matches("(KAFKA|POSTGRES|TIDEMARK)_.*"));
    return builder.start();
  }

  /** Runs it to its end, which must be a good one. */
  void run(Path log, List<String> arguments) throws IOException, InterruptedException {
    Process process = start(log, arguments);
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw failed(arguments.get(0), "It ended with " + code + ".", log);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** Tells what went wrong with it, and what it said at last. */
  static UserError failed(String name, String what, Path log) {
    return new UserError("`tidemark " + name + "`: " + what, "It said at last:\n" + tail(log));
  }

  private static String tail(Path log) {
    try {
      String all = Files.exists(log) ? Files.readString(log) : "";
      return all.substring(Math.max(0, all.length() - TAIL)).strip().indent(2);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
