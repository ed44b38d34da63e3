package dev.tidemark.station.up;

import dev.tidemark.run.Home;
import dev.tidemark.run.UserError;
import dev.tidemark.station.console.HomeOption;
import dev.tidemark.station.console.Question;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.apache.commons.io.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Throws away everything that {@code up} has kept. */
@Command(
    name = "reset",
    description = "Throw away all that up has kept: events, figures, checkpoints. Asks first.")
public final class Reset implements Callable<Integer> {

  @Spec CommandSpec command;

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  @Override
  public Integer call() throws Exception {
    Home home = HomeOption.of(command);
    if (!Files.isDirectory(home.directory())) {
      command.commandLine().getErr().println("There is nothing in " + home.directory() + ".");
      return 0;
    }
    demandHome(home);
    if (HomeLock.owner(home).isPresent()) {
      throw new UserError(
          "Tidemark is running in " + home.directory() + ".", "Stop it first: `tidemark down`.");
    }
    Question.confirm("Delete " + home.directory() + " with all events and figures?", yes);
    FileUtils.deleteDirectory(home.directory().toFile());
    command.commandLine().getOut().println("Deleted " + home.directory() + ".");
    return 0;
  }

  /** A directory that was never a home may be anything. */
  private static void demandHome(Home home) {
    if (!Files.exists(home.directory().resolve("lock"))) {
      throw UserError.inUsage(
          home.directory() + " is no home of Tidemark.", "Name the right one with --home=DIR.");
    }
  }
}
