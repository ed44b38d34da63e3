package dev.tidemark.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

class CommandLinesTest {
  @Test
  void aCommandThatEndsWellExitsWithZeroAndSaysNothingElse() {
    Outcome outcome = run("sail");
    assertThat(outcome.exitCode, is(0));
    assertThat(outcome.out, contains("sailing under BLACK"));
    assertThat(outcome.err, is(empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''           | Missing required subcommand              | See 'ship --help'.",
        "sai          | unknown command 'sai'                    | Did you mean 'sail'? See 'ship --help'.",
        "sail --flg   | unknown option '--flg'                   | See 'ship sail --help'.",
        "sail here    | unexpected argument 'here'               | See 'ship sail --help'.",
      })
  void aMistakeInUsageExitsWithTwoAndPointsToTheHelp(String line, String message, String remedy) {
    Outcome outcome = run(line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(outcome.exitCode, is(2));
    assertThat(outcome.err.get(0), is("tidemark: " + message));
    assertThat(outcome.err.get(1), containsString(remedy.trim()));
    assertThat(outcome.err.size(), is(2));
    assertThat(outcome.out, is(empty()));
  }

  @Test
  void theValueOfAnUnknownOptionIsNotRepeatedBecauseItMayBeASecret() {
    Outcome outcome = run("sail", "--pasword=hunter2");
    assertThat(String.join("\n", outcome.err), not(containsString("hunter2")));
    assertThat(outcome.err.get(0), containsString("--pasword"));
  }

  @Test
  void aFailureThatTheUserCanMendIsOneLineAndItsRemedy() {
    Outcome outcome = run("sink", "--how=known");
    assertThat(outcome.exitCode, is(1));
    assertThat(outcome.err, contains("tidemark: The hull leaks.", "  Plug it."));
  }

  @Test
  void aUserErrorIsFoundHoweverDeepAnEngineWrapsIt() {
    Outcome outcome = run("sink", "--how=wrapped");
    assertThat(outcome.exitCode, is(1));
    assertThat(outcome.err, contains("tidemark: The hull leaks.", "  Plug it."));
  }

  @Test
  void anyOtherFailureIsItsInnermostCauseInOneLine() {
    Outcome outcome = run("sink", "--how=unknown");
    assertThat(outcome.exitCode, is(1));
    assertThat(
        outcome.err,
        contains(
            "tidemark: an iceberg came (IOException)",
            "  Run it again with --debug to see where it happened."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--debug sink --how=unknown", "sink --how=unknown --debug"})
  void debugShowsTheStackTraceWhereverItStands(String line) {
    Outcome outcome = run(line.split(" "));
    assertThat(outcome.exitCode, is(1));
    assertThat(outcome.err, hasItem(startsWith("Caused by: java.io.IOException: an iceberg")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "sail --help", "-h", "sink -h"})
  void everyCommandHelps(String line) {
    Outcome outcome = run(line.split(" "));
    assertThat(outcome.exitCode, is(0));
    assertThat(outcome.out.get(0), startsWith("Usage: ship"));
    assertThat(String.join("\n", outcome.out), containsString("--debug"));
  }

  @Test
  void theVersionIsOneLine() {
    Outcome outcome = run("--version");
    assertThat(outcome.exitCode, is(0));
    assertThat(outcome.out, contains("tidemark development"));
  }

  @Test
  void namesOfAClosedSetAreReadInAnyCase() {
    assertThat(run("sail", "--flag=white").out, contains("sailing under WHITE"));
  }

  private static Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        CommandLines.of(new Ship())
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    int exitCode = line.execute(arguments);
    line.getOut().flush();
    line.getErr().flush();
    return new Outcome(exitCode, out.toString().lines().toList(), err.toString().lines().toList());
  }

  private record Outcome(int exitCode, List<String> out, List<String> err) {}

  enum Flag {
    BLACK,
    WHITE
  }

  @Command(
      name = "ship",
      subcommands = {Sail.class, Sink.class})
  static final class Ship {}

  @Command(name = "sail")
  static final class Sail implements Callable<Integer> {
    @Option(names = "--flag", defaultValue = "black")
    Flag flag;

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
      spec.commandLine().getOut().println("sailing under " + flag);
      return 0;
    }
  }

  @Command(name = "sink")
  static final class Sink implements Callable<Integer> {
    @Option(names = "--how")
    String how;

    @Override
    public Integer call() {
      UserError leak = new UserError("The hull\n leaks.", "Plug it.");
      throw switch (how) {
        case "known" -> leak;
        case "wrapped" -> new IllegalStateException("job failed", new RuntimeException(leak));
        default -> new IllegalStateException("job failed", new IOException("an iceberg came"));
      };
    }
  }
}
