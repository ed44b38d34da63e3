package dev.tidemark.station.chaos;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This very program once more, as a process of its own. */
final class OwnProgram {

  private static final int TAIL = 2_000;

  private OwnProgram() {}

  /**
   * Starts a command of it, with no servers named but those in its arguments.
   *
   * @param output the file that takes what it says, after what is there already
   */
  static Process start(Path output, String... arguments) throws IOException {
    return start(Redirect.appendTo(output.toFile()), output, arguments);
  }

  /** The same, with its results apart from its remarks. */
  static Process start(Redirect results, Path remarks, String... arguments) throws IOException {
    Files.createDirectories(remarks.getParent());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms64m", "-Xmx1g", "-XX:+ExitOnOutOfMemoryError"));
    // Most of them do not live long enough for better compiled code to pay off.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(program());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(results)
            .redirectError(Redirect.appendTo(remarks.toFile()));
    builder.environment().keySet().removeIf(name -> name.matches("(KAFKA|POSTGRES|TIDEMARK)_.*"));
    return builder.start();
  }

  /** Started from a jar, its manifest opens what the engine needs of the platform. */
  private static List<String> program() {
    String classPath = System.getProperty("java.class.path");
    return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)
        ? List.of("-jar", classPath)
        : List.of("-cp", classPath, "dev.tidemark.station.Tidemark");
  }

  /** The last that a process said. */
  static String tail(Path output) throws IOException {
    String all = Files.exists(output) ? Files.readString(output) : "";
    return all.substring(Math.max(0, all.length() - TAIL)).strip();
  }
}
