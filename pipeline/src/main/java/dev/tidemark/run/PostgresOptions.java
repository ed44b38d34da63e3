package dev.tidemark.run;

import dev.tidemark.write.Postgres;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Where the results go. */
public final class PostgresOptions {

  private static final Pattern PASSWORD = Pattern.compile("//[^/@?]*:[^/@?]+@|[?&](ssl)?password=");

  @Option(
      names = "--postgres",
      paramLabel = "URL",
      defaultValue = "${env:POSTGRES_URL:-postgresql://127.0.0.1:5432/tidemark}",
      description =
          "jdbc:postgresql://HOST:PORT/DATABASE or postgresql://HOST:PORT/DATABASE"
              + " (env POSTGRES_URL).",
      showDefaultValue = Visibility.NEVER)
  String url;

  @Option(
      names = "--postgresUser",
      paramLabel = "USER",
      defaultValue = "${env:POSTGRES_USER}",
      description = "The user (env POSTGRES_USER).")
  String user;

  @Option(
      names = "--postgresPasswordFile",
      paramLabel = "FILE",
      defaultValue = "${env:POSTGRES_PASSWORD_FILE}",
      description =
          "A file that holds the password (env POSTGRES_PASSWORD_FILE, or the password itself in"
              + " env POSTGRES_PASSWORD). There is no option for the password: a command line is"
              + " visible to every user of the machine.")
  Path passwordFile;

  /**
   * The database that these options mean.
   *
   * @param command the command that they were given to
   */
  public Postgres database(CommandSpec command) {
    ParseResult given = command.commandLine().getParseResult();
    boolean onCommandLine = given.hasMatchedOption("--postgres");
    if (onCommandLine && PASSWORD.matcher(url).find()) {
      throw UserError.inUsage(
          "--postgres holds a password, which every user of the machine can see.",
          "Put the password into POSTGRES_PASSWORD, or name a file with --postgresPasswordFile.");
    }
    if (onCommandLine) {
      // The defaults may be those of another database.
      user = given.matchedOptionValue("--postgresUser", System.getenv("POSTGRES_USER"));
      passwordFile =
          given.matchedOptionValue("--postgresPasswordFile", pathOrNull("POSTGRES_PASSWORD_FILE"));
    }
    try {
      return Postgres.at(url, user, Secrets.read("POSTGRES_PASSWORD", passwordFile));
    } catch (IllegalArgumentException wrong) {
      throw UserError.inUsage(
          wrong.getMessage(), "Set POSTGRES_URL, or --postgres, to a URL as in --help.");
    }
  }

  private static Path pathOrNull(String variable) {
    String value = System.getenv(variable);
    return value == null ? null : Path.of(value);
  }
}
