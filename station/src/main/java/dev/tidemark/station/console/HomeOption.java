package dev.tidemark.station.console;

import dev.tidemark.run.Home;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** The option {@code --home}, which the command line as a whole has. */
public final class HomeOption {

  private HomeOption() {}

  /** The home that was named, else the standard one. */
  public static Home of(CommandSpec command) {
    Path directory = command.root().findOption("--home").getValue();
    return directory == null ? Home.standard() : new Home(directory);
  }
}
