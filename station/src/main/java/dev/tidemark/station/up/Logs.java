package dev.tidemark.station.up;

import dev.tidemark.run.UserError;
import dev.tidemark.station.console.HomeOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the log of what {@code up} started. */
@Command(name = "logs", description = "Show the end of the log.")
public final class Logs implements Callable<Integer> {

  private static final int AVERAGE_LINE = 400;
  private static final long LOOK_MILLIS = 300;

  @Spec CommandSpec command;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "50",
      description = "How many lines (default ${DEFAULT-VALUE}).")
  int lines;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on as it grows; Ctrl-C ends.")
  boolean follow;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path log = LogFile.in(HomeOption.of(command).directory()).path();
    if (!Files.exists(log)) {
      throw new UserError("There is no log " + log + ".", "Start with `tidemark up`.");
    }
    PrintWriter out = command.commandLine().getOut();
    long shown = showEnd(log, out);
    while (follow) {
      Thread.sleep(LOOK_MILLIS);
      long length = Files.size(log);
      // A log that became shorter was begun anew.
      shown = showFrom(log, length < shown ? 0 : shown, out);
    }
    return 0;
  }

  private long showEnd(Path log, PrintWriter out) throws IOException {
    long length = Files.size(log);
    String end = read(log, Math.max(0, length - (long) lines * AVERAGE_LINE), length);
    String[] all = end.split("\n", -1);
    int complete = end.endsWith("\n") ? all.length - 1 : all.length;
    for (int i = Math.max(0, complete - lines); i < complete; i++) {
      out.println(all[i]);
    }
    out.flush();
    return length;
  }

  private static long showFrom(Path log, long from, PrintWriter out) throws IOException {
    long length = Files.size(log);
    out.print(read(log, from, length));
    out.flush();
    return length;
  }

  private static String read(Path log, long from, long to) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] bytes = new byte[Math.toIntExact(to - from)];
      file.seek(from);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
