package dev.tidemark.station.up;

import dev.tidemark.run.Home;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which home is meant. */
final class HomeOption {

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Where everything is kept (env TIDEMARK_HOME; default .tidemark).")
  private Path directory;

  Home home() {
    return directory == null ? Home.standard() : new Home(directory);
  }
}
