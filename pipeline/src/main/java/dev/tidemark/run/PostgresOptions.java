package dev.tidemark.run;

import dev.tidemark.write.Postgres;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the results go. */
public final class PostgresOptions {

  @Option(
      names = "--postgres",
      paramLabel = "URL",
      defaultValue = "${env:POSTGRES_URL:-postgresql://127.0.0.1:5432/tidemark}",
      description =
          "jdbc:postgresql://HOST:PORT/DATABASE or postgresql://HOST:PORT/DATABASE"
              + " (env POSTGRES_URL).",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
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

  /** The database that these options mean. */
  public Postgres database() {
    try {
      return Postgres.of(url, user, Secrets.read("POSTGRES_PASSWORD", passwordFile));
    } catch (IllegalArgumentException wrong) {
      throw new UserError(
          wrong.getMessage(), "Set POSTGRES_URL, or --postgres, to a URL as in --help.");
    }
  }
}
