package dev.tidemark.station.up;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import picocli.CommandLine.Help.Ansi;

/** The list of parts, each with a tick as it comes up. */
public final class StartList {

  private final PrintWriter out;
  private final Ansi colours;
  private final Ending ending;

  public StartList(PrintWriter out, Ansi colours, Ending ending) {
    this.out = out;
    this.colours = colours;
    this.ending = ending;
  }

  /** A part that takes a while: its line is complete when it is up. */
  public <T> T start(String part, Callable<T> start, Function<T, String> describe)
      throws Exception {
    demandToGoOn();
    long began = System.nanoTime();
    if (colours.enabled()) {
      out.printf("  … %-10s\r", part);
      out.flush();
    }
    T started = start.call();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    tick(part, describe.apply(started), took);
    demandToGoOn();
    return started;
  }

  private void demandToGoOn() {
    if (ending.hasCome()) {
      throw new CancellationException("asked to stop while starting");
    }
  }

  private void tick(String part, String what, Duration took) {
    out.println(
        colours.string("@|green   ✓|@ ")
            + String.format(Locale.ROOT, "%-10s %-58s", part, what)
            + colours.string(
                String.format(Locale.ROOT, "@|faint %4.1f s|@", took.toMillis() / 1e3)));
    out.flush();
  }
}
