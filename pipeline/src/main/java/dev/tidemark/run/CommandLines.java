package dev.tidemark.run;

import java.sql.SQLException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The manners that every command of Tidemark shares: {@code --help}, {@code --version} and {@code
 * --debug}, exit codes 0 well, 2 usage, 1 failure, and an error in one line with its remedy below.
 */
public final class CommandLines {
  private static final String DEBUG = "--debug";

  private CommandLines() {}

  /** Builds the command line of a root command, its subcommands included. */
  public static CommandLine of(Object root) {
    return of(root, Home.standard());
  }

  /**
   * The same.
   *
   * @param home whose servers a command speaks to when it is told no others
   */
  public static CommandLine of(Object root, Home home) {
    CommandLine line = new CommandLine(root);
    addSharedOptions(line.getCommandSpec());
    return line.setDefaultValueProvider(new HomeDefaults(home, System.getenv()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setUsageHelpLongOptionsMaxWidth(34)
        .setParameterExceptionHandler((thrown, arguments) -> usage(thrown))
        .setExecutionExceptionHandler((thrown, command, parsed) -> failure(thrown, command));
  }

  /** The version that the jar was built as; a class path of directories has none. */
  public static String version() {
    String version = CommandLines.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static void addSharedOptions(CommandSpec root) {
    root.addOption(
        flag("-h", "--help").usageHelp(true).description("Show this help and exit.").build());
    root.addOption(flag(DEBUG).description("Show the stack trace of a failure.").build());
    root.addOption(
        flag("--version")
            .versionHelp(true)
            .scopeType(ScopeType.LOCAL)
            .description("Show the version and exit.")
            .build());
    root.versionProvider(() -> new String[] {"tidemark " + version()});
  }

  private static OptionSpec.Builder flag(String... names) {
    return OptionSpec.builder(names).type(boolean.class).scopeType(ScopeType.INHERIT);
  }

  private static int usage(ParameterException thrown) {
    CommandLine command = thrown.getCommandLine();
    String help = "See '" + command.getCommandSpec().qualifiedName() + " --help'.";
    if (thrown instanceof UnmatchedArgumentException unmatched) {
      print(command, unknown(command, unmatched), meant(unmatched) + help);
    } else {
      print(command, thrown.getMessage(), help);
    }
    printTrace(command, thrown);
    return ExitCode.USAGE;
  }

  /** Names what is unknown, without its value: it may be a secret behind a mistyped option. */
  private static String unknown(CommandLine command, UnmatchedArgumentException thrown) {
    String name = thrown.getUnmatched().get(0).replaceFirst("=.*", "");
    if (thrown.isUnknownOption()) {
      return "unknown option '" + name + "'";
    }
    boolean expectsCommand = !command.getSubcommands().isEmpty();
    return (expectsCommand ? "unknown command '" : "unexpected argument '") + name + "'";
  }

  private static String meant(UnmatchedArgumentException thrown) {
    return thrown.getSuggestions().isEmpty()
        ? ""
        : "Did you mean '" + String.join("' or '", thrown.getSuggestions()) + "'? ";
  }

  private static int failure(Exception thrown, CommandLine command) {
    UserError known = userError(thrown);
    if (known == null) {
      print(command, describe(thrown), "Run it again with --debug to see where it happened.");
    } else {
      print(command, known.getMessage(), known.remedy());
    }
    printTrace(command, thrown);
    return known != null && known.isUsage() ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  /** The error that was meant for the user, however deep an engine has wrapped it. */
  private static UserError userError(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserError error) {
        return error;
      }
    }
    return null;
  }

  /**
   * The innermost cause: engines wrap a failure in many others that say nothing. What comes from
   * the database has been explained already.
   */
  private static String describe(Throwable thrown) {
    if (thrown instanceof SQLException) {
      return thrown.getMessage();
    }
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String kind = root.getClass().getSimpleName();
    return root.getMessage() == null ? kind : root.getMessage() + " (" + kind + ")";
  }

  private static void print(CommandLine command, String message, String remedy) {
    String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
    command.getErr().println(command.getColorScheme().errorText("tidemark: ") + line);
    command.getErr().println("  " + remedy);
  }

  private static void printTrace(CommandLine command, Exception thrown) {
    for (CommandLine at = command; at != null; at = at.getParent()) {
      ParseResult parsed = at.getParseResult();
      if (parsed != null && parsed.hasMatchedOption(DEBUG)) {
        thrown.printStackTrace(command.getErr());
        return;
      }
    }
  }
}
