package dev.tidemark.station;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.tidemark.run.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class TidemarkTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpNamesEveryCommandAndTheExitCodes() {
    assertThat(execute("--help"), is(0));
    assertThat(out.toString(), startsWith("Usage: tidemark"));
    for (String command : Tidemark.commandLine(Home.standard()).getSubcommands().keySet()) {
      assertThat(out.toString(), containsString("\n  " + command));
    }
    assertThat(out.toString(), containsString("Exit codes: 0 well, 1 failure, 2 a mistake"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sail", "--sail", "completion --sail"})
  void aMistakeInUsageExitsWithTwo(String line) {
    assertThat(execute(line.isEmpty() ? new String[0] : line.split(" ")), is(2));
    assertThat(err.toString(), startsWith("tidemark: "));
    assertThat(out.toString(), is(""));
  }

  @Test
  void bashCompletesACommandFromTheScript(@TempDir Path directory)
      throws IOException, InterruptedException {
    assertThat(execute("completion"), is(0));
    Path script = Files.writeString(directory.resolve("completion"), out.toString());
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                """
                source "$1" && COMP_WORDS=(tidemark compl) COMP_CWORD=1
                _complete_tidemark 2>"$1.err" && echo "${COMPREPLY[@]}"
                """,
                "bash",
                script.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said, bash.waitFor(), is(0));
    assertThat(said.strip(), is("completion"));
  }

  private int execute(String... arguments) {
    CommandLine line =
        Tidemark.commandLine(Home.standard())
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
