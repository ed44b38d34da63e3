package dev.tidemark.station.compose;

import dev.tidemark.run.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the passwords of a system of containers, and writes them where the compose file looks. */
@Command(
    name = "init",
    description = "Write .env and .secrets with random passwords for docker-compose.yml.")
final class ComposeInit implements Callable<Integer> {

  private static final String COMPOSE_FILE = "docker-compose.yml";
  private static final String EXAMPLE = ".env.example";
  private static final String ENVIRONMENT = ".env";
  private static final String SECRETS = ".secrets";

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where docker-compose.yml is (default: here).")
  Path directory;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws IOException {
    check();
    ComposeSecrets secrets = ComposeSecrets.random();
    secrets.write(directory.resolve(SECRETS));
    OwnerFile.write(
        directory.resolve(ENVIRONMENT),
        secrets.filledIn(Files.readAllLines(directory.resolve(EXAMPLE))));
    PrintWriter out = command.commandLine().getOut();
    out.println("Wrote .env and .secrets: for you alone, and ignored by git.");
    out.println(
        "Dashboard: cat .secrets/dashboard-password; Grafana, as admin: …/grafana-password");
    out.println("Next: docker compose --profile demo up --build");
    out.flush();
    return 0;
  }

  private void check() {
    for (String needed : List.of(COMPOSE_FILE, EXAMPLE)) {
      if (!Files.isReadable(directory.resolve(needed))) {
        throw UserError.inUsage(
            "There is no " + needed + " in " + directory.toAbsolutePath().normalize() + ".",
            "Run it where Tidemark was cloned to, or name that with --directory.");
      }
    }
    Stream.of(ENVIRONMENT, SECRETS)
        .filter(name -> Files.exists(directory.resolve(name)))
        .findFirst()
        .ifPresent(
            name -> {
              throw new UserError(
                  name + " is there already, and its passwords may be in use.",
                  "Keep it; or remove .env, .secrets and the volumes (docker compose down --volumes).");
            });
  }
}
