package dev.tidemark.station.operate;

import dev.tidemark.run.CommandLines;
import dev.tidemark.run.Home;
import dev.tidemark.station.Installation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What a command did: its exit code and what it printed. */
record Ran(int code, String out, String err) {

  /** Runs a command against the servers of a test. */
  static Ran command(Object command, Installation ground, String... arguments) throws Exception {
    return command(command, ground, List.of("--kafka", "--postgres"), arguments);
  }

  /**
   * Runs a command.
   *
   * @param servers which options for servers the command has
   */
  static Ran command(Object command, Installation ground, List<String> servers, String... arguments)
      throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    if (servers.contains("--kafka")) {
      all.add("--kafka=" + ground.broker().bootstrapServers());
    }
    if (servers.contains("--postgres")) {
      all.add("--postgres=" + ground.server().url());
      all.add("--postgresUser=" + ground.server().user());
      all.add("--postgresPasswordFile=" + ground.passwordFile());
    }
    int code =
        CommandLines.of(command, new Home(Path.of("nowhere")))
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    return new Ran(code, out.toString(), err.toString());
  }
}
