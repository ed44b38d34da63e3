package dev.tidemark.station.deploy;

import static dev.tidemark.station.deploy.ComposeFile.map;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.tidemark.run.Home;
import dev.tidemark.station.Tidemark;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The compose file against the specification, the repository, and the programs that it starts. */
class ComposeFileTest {

  private static final Pattern VARIABLE = Pattern.compile("env[: ]([A-Z][A-Z_]+)");

  /** Of a service, as far as this file makes use of what the specification knows. */
  private static final Set<String> KEYS =
      Set.of(
          "build",
          "cap_drop",
          "command",
          "depends_on",
          "deploy",
          "environment",
          "healthcheck",
          "hostname",
          "image",
          "init",
          "logging",
          "ports",
          "profiles",
          "read_only",
          "restart",
          "secrets",
          "security_opt",
          "shm_size",
          "tmpfs",
          "volumes");

  private final ComposeFile file = new ComposeFile();

  @Test
  void everyKeyIsOneOfTheSpecification() {
    for (String key : file.document().keySet()) {
      assertThat(
          key,
          key.startsWith("x-") || Set.of("name", "services", "secrets", "volumes").contains(key));
    }
    file.services()
        .forEach(
            (name, service) -> {
              assertThat(name, service.keySet(), everyIn(KEYS));
              assertThat(
                  name,
                  map(service.get("healthcheck")).keySet(),
                  everyIn(Set.of("test", "interval", "timeout", "start_period", "retries")));
              assertThat(
                  name, map(service.get("build")).keySet(), everyIn(Set.of("context", "target")));
              map(service.get("depends_on"))
                  .forEach(
                      (other, how) ->
                          assertThat(
                              name + " -> " + other,
                              map(how).get("condition").toString(),
                              is(in(List.of("service_started", "service_healthy")))));
            });
  }

  @Test
  void whatIsDependedOnIsThereAndCanBeHealthy() {
    Map<String, Map<String, Object>> services = file.services();
    services.forEach(
        (name, service) ->
            map(service.get("depends_on"))
                .forEach(
                    (other, how) -> {
                      assertThat(name, services, hasKey(other));
                      if (map(how).get("condition").equals("service_healthy")) {
                        assertThat(
                            name + " -> " + other, services.get(other), hasKey("healthcheck"));
                      }
                      boolean isOptional = services.get(other).containsKey("profiles");
                      assertThat(name, isOptional && !service.containsKey("profiles"), is(false));
                    }));
  }

  @Test
  void everyImageIsPinnedAndEveryServiceHasItsLimits() {
    file.services()
        .forEach(
            (name, service) -> {
              String image = service.get("image").toString();
              assertThat(image.matches("[a-z0-9/-]+:v?\\d+\\.\\d+[\\w.-]*"), is(true));
              Map<String, Object> limits =
                  map(map(map(service.get("deploy")).get("resources")).get("limits"));
              assertThat(name, limits.keySet(), is(Set.of("memory", "cpus")));
              assertThat(name, service, hasKey("logging"));
              assertThat(name, service, hasKey("restart"));
            });
  }

  @Test
  void ourServicesNeitherRunAsRootNorWriteTheirFileSystem() {
    String dockerfile = Repository.read("Dockerfile");
    assertThat(dockerfile, containsString("\nUSER 9999:9999\n"));
    for (String name : file.ours()) {
      Map<String, Object> service = file.services().get(name);
      assertThat(name, service.get("read_only"), is(true));
      assertThat(name, service.get("cap_drop").toString(), is("[ALL]"));
      assertThat(name, service, not(hasKey("user")));
    }
  }

  @Test
  void noPortIsOpenToOtherMachinesAndNoneIsOpenTwice() {
    List<String> open = new ArrayList<>();
    file.services()
        .forEach(
            (name, service) -> {
              for (String port : ComposeFile.list(service.get("ports"))) {
                String filled = ComposeFile.filledIn(port);
                assertThat(name, filled, startsWith("127.0.0.1:"));
                open.add(filled.split(":", -1)[1]);
              }
            });
    assertThat(new HashSet<>(open).size(), is(open.size()));
  }

  @Test
  void everyMountedFileVolumeSecretAndBuildStageIsThere() {
    String dockerfile = Repository.read("Dockerfile");
    file.services()
        .forEach(
            (name, service) -> {
              for (String volume : ComposeFile.list(service.get("volumes"))) {
                String source = volume.split(":", -1)[0];
                if (source.startsWith("./")) {
                  assertThat(source, Files.exists(Repository.ROOT.resolve(source)), is(true));
                  assertThat(volume, volume.endsWith(":ro"), is(true));
                } else {
                  assertThat(map(file.document().get("volumes")), hasKey(source));
                }
              }
              Object build = map(service.get("build")).get("target");
              if (build != null) {
                assertThat(dockerfile, containsString(" AS " + build + "\n"));
              }
            });
    String all = file.services().toString();
    file.parts("secrets").forEach((name, secret) -> assertThat(all, containsString(name)));
  }

  @Test
  void theDockerfileCopiesWhatIsThereAndWhatItsOwnStagesBuild() {
    Set<String> stages = new HashSet<>();
    for (String line : Repository.read("Dockerfile").lines().toList()) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("FROM")) {
        assertThat(line, words[1].contains(":") || stages.contains(words[1]), is(true));
        stages.add(words[3]);
      } else if (line.startsWith("COPY --from=")) {
        assertThat(line, stages, hasItem(words[1].replace("--from=", "")));
        String module = words[2].replaceFirst("^/build/(.*)/target/.*", "$1");
        String pom = Repository.read(module + "/pom.xml") + Repository.read("pom.xml");
        assertThat(line, words[2].endsWith("/lib") || isBuilt(pom, words[2]), is(true));
      } else if (words[0].equals("COPY")) {
        for (String source : List.of(words).subList(1, words.length - 1)) {
          assertThat(source, Files.exists(Repository.ROOT.resolve(source)), is(true));
        }
      }
    }
  }

  /** Whether a module's file is so named, by itself or by the rule for all runners. */
  private static boolean isBuilt(String pom, String file) {
    String name = file.replaceFirst(".*/", "").replaceFirst("\\.jar$", "");
    return pom.contains("<finalName>" + name + "</finalName>")
        || (pom.contains("/${project.artifactId}.jar</outputFile>")
            && pom.contains("<artifactId>" + name + "</artifactId>"));
  }

  @Test
  void everySecretThatAServiceReadsIsGivenToIt() {
    file.services()
        .forEach(
            (name, service) -> {
              String text = service.get("command") + " " + service.get("environment");
              List<String> given =
                  ComposeFile.list(service.get("secrets")).stream()
                      .map(secret -> secret.replaceFirst(".*source=([^,}]+).*", "$1"))
                      .toList();
              Pattern.compile("/run/secrets/([\\w.-]+)")
                  .matcher(text)
                  .results()
                  .forEach(found -> assertThat(name, given, hasItem(found.group(1))));
              assertThat(name, given, everyIn(file.parts("secrets").keySet()));
            });
  }

  @Test
  void everyVariableOfTheFileStandsInTheExampleAndTheOtherWayRound() {
    Set<String> asked = new TreeSet<>(ComposeFile.variables(Repository.read("docker-compose.yml")));
    Set<String> given = new TreeSet<>();
    Repository.read(".env.example")
        .lines()
        .filter(line -> line.matches("[A-Z_]+=.*"))
        .forEach(line -> given.add(line.split("=", -1)[0]));
    assertThat(asked, is(given));
  }

  @Test
  void noSecretStandsInACommittedFile() {
    Repository.read(".env.example")
        .lines()
        .filter(line -> line.contains("PASSWORD=") || line.contains("ID="))
        .forEach(line -> assertThat(line, line.endsWith("="), is(true)));
    for (String ignored : List.of(".env", ".secrets/")) {
      assertThat(Repository.read(".gitignore").lines().toList(), hasItem(ignored));
      assertThat(Repository.read(".dockerignore").lines().toList(), hasItem(ignored));
    }
  }

  @Test
  void everyEnvironmentVariableIsKnownToTheProgramThatGetsIt() {
    Set<String> known = new HashSet<>(Set.of("JAVA_TOOL_OPTIONS", "POSTGRES_PASSWORD"));
    known.add("TIDEMARK_HOME");
    collect(Tidemark.commandLine(Home.standard()), known);
    for (String name : file.ours()) {
      Set<String> given = ComposeFile.environment(file.services().get(name)).keySet();
      assertThat(name, given, everyIn(known));
    }
  }

  private static void collect(CommandLine command, Set<String> known) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      VARIABLE
          .matcher(option.defaultValue() + " " + String.join(" ", option.description()))
          .results()
          .forEach(found -> known.add(found.group(1)));
    }
    command.getSubcommands().values().forEach(sub -> collect(sub, known));
  }

  @Test
  void everyCommandOfOurServicesIsUnderstood() {
    for (String name : file.ours()) {
      List<String> words = ComposeFile.command(file.services().get(name));
      CommandLine.ParseResult parsed =
          Tidemark.commandLine(Home.standard()).parseArgs(words.toArray(String[]::new));
      // Beam's options pass through `run`; what else is not understood would be refused above.
      assertThat(
          name,
          parsed.subcommand().unmatched().stream()
              .filter(word -> !word.matches("--(flink|spark)Master=.*"))
              .toList(),
          is(empty()));
    }
  }

  @Test
  void theBrokersUnderstandEverySettingThatTheyAreGiven() {
    Set<String> known = new HashSet<>(AbstractKafkaConfig.CONFIG_DEF.names());
    List<String> unknown = new ArrayList<>();
    for (String broker : List.of("kafka-1", "kafka-2", "kafka-3")) {
      ComposeFile.environment(file.services().get(broker)).keySet().stream()
          .filter(name -> name.startsWith("KAFKA_") && !name.equals("KAFKA_HEAP_OPTS"))
          .map(name -> name.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.'))
          .map(name -> name.replaceFirst("^listener\\.name\\.[a-z]+\\.plain\\.", ""))
          .filter(name -> !known.contains(name))
          .forEach(unknown::add);
    }
    assertThat(unknown, is(empty()));
  }

  private static Matcher<Iterable<? extends String>> everyIn(Set<String> known) {
    return everyItem(is(in(known)));
  }
}
