package dev.tidemark.station.cluster;

import dev.tidemark.run.Stopping;
import dev.tidemark.station.up.Ending;
import dev.tidemark.station.up.StartList;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Model.CommandSpec;

/** A cluster that a person watches: started part by part, mended while it runs, ended by Ctrl-C. */
public final class Foreground {

  private static final Duration LOOK = Duration.ofMillis(500);

  private final CommandSpec command;
  private final String title;
  private final Ending ending = new Ending();

  public Foreground(CommandSpec command, String title) {
    this.command = command;
    this.title = title;
  }

  /** What starts the parts, telling the list of each. */
  public interface Start {
    void parts(Parts list) throws Exception;
  }

  /** A part that takes a while to start. */
  public interface Part {
    void start() throws Exception;
  }

  /** The list of parts, each with a tick as it comes up. */
  public record Parts(StartList list) {
    public void start(String name, Part part, String what) throws Exception {
      list.start(
          name,
          () -> {
            part.start();
            return what;
          },
          told -> told);
    }
  }

  /** Runs until it is asked to stop; the exit code. */
  public int run(Start start, List<ServerProcess> processes, String example) throws Exception {
    PrintWriter out = command.commandLine().getOut();
    Stopping.onSignal(ending::asked);
    out.println(title);
    try {
      start.parts(
          new Parts(new StartList(out, command.commandLine().getColorScheme().ansi(), ending)));
      out.printf("%n  %s%n  Ctrl-C stops it.%n%n", example);
      out.flush();
      mend(processes, out);
    } catch (CancellationException stopped) {
      out.println();
    }
    out.println("Stopped.");
    return 0;
  }

  private void mend(List<ServerProcess> processes, PrintWriter out) throws Exception {
    while (!ending.await(LOOK)) {
      for (ServerProcess process : processes) {
        if (!process.isAlive() && !ending.hasCome()) {
          process.start();
          out.printf("  %s was gone and is started again (process %d)%n", process, process.pid());
          out.flush();
        }
      }
    }
  }
}
