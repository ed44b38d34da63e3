package dev.tidemark.station.cluster;

import dev.tidemark.servers.Tethered;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java program of somebody else's, as it is started here. */
record JavaProgram(String classPath, List<String> options, String main, List<String> arguments) {

  /** What the engines need of the platform from Java 17 on. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.lang.reflect",
          "java.base/java.net",
          "java.base/java.nio",
          "java.base/java.text",
          "java.base/java.time",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/java.util.concurrent.locks",
          "java.base/sun.net.util",
          "java.base/sun.nio.ch",
          "java.base/sun.nio.cs",
          "java.base/sun.security.action",
          "java.base/sun.util.calendar");

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The options that open the platform. */
  static List<String> opens() {
    return OPENED.stream().map(name -> "--add-opens=" + name + "=ALL-UNNAMED").toList();
  }

  /** The command that runs it for as long as the caller lives. */
  List<String> command() {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(opens());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, Tethered.class.getName(), main));
    command.addAll(arguments);
    return command;
  }
}
