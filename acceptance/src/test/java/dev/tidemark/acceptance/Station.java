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

/** A command of the station in a process of its own, started as the launcher starts it. */
final class Station {

  private Station() {}

  /** Runs a command to its end, which is a good one; what it printed. */
  static String run(String name, Duration deadline, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-jar", jar().toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createDirectories(Path.of("target", "runs")).resolve(name + ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(deadline.toMillis(), MILLISECONDS);
      String printed = Files.readString(output, UTF_8);
      assertThat("ended within " + deadline + "\n" + printed, ended, is(true));
      assertThat("exit code\n" + printed, process.exitValue(), is(0));
      return printed;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Path jar() {
    return Path.of(System.getProperty("tidemark.runners", "../runners"))
        .resolveSibling("station")
        .resolve(Path.of("target", "tidemark-station.jar"));
  }
}
