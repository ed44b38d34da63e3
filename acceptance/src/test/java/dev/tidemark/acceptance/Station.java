package dev.tidemark.acceptance;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A command of the station that comes to its end. */
final class Station {

  private Station() {}

  /** Runs a command to its end, which is a good one; what it printed. */
  static String run(String name, Duration deadline, String... arguments)
      throws IOException, InterruptedException {
    try (Program program = Program.start(name, Program.STATION, Map.of(), List.of(arguments))) {
      program.endsWell(deadline);
      return program.printed();
    }
  }
}
