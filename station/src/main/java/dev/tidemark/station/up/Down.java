package dev.tidemark.station.up;

import dev.tidemark.run.Home;
import dev.tidemark.run.UserError;
import dev.tidemark.station.console.HomeOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stops what {@code up} started. */
@Command(name = "down", description = "Stop what up started; the data stays.")
public final class Down implements Callable<Integer> {

  private static final int PATIENCE_SECONDS = 30;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws Exception {
    Home home = HomeOption.of(command);
    Optional<ProcessHandle> owner = HomeLock.owner(home);
    if (owner.isEmpty()) {
      command.commandLine().getErr().println("Nothing runs in " + home.directory() + ".");
      return 0;
    }
    stop(owner.get());
    command.commandLine().getOut().println("Stopped. The data stays in " + home.directory() + ".");
    return 0;
  }

  private static void stop(ProcessHandle process) throws InterruptedException, ExecutionException {
    process.destroy();
    try {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException stuck) {
      throw new UserError(
          "Process " + process.pid() + " does not stop.",
          "End it with `kill -9 " + process.pid() + "`: nothing is lost by that.",
          stuck);
    }
  }
}
