package dev.tidemark.station.compose;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.tidemark.run.Home;
import dev.tidemark.station.Tidemark;
import dev.tidemark.station.deploy.Repository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeInitTest {

  private final StringWriter said = new StringWriter();

  @TempDir Path directory;

  @BeforeEach
  void copy() throws IOException {
    for (String file : new String[] {"docker-compose.yml", ".env.example"}) {
      Files.writeString(directory.resolve(file), Repository.read(file));
    }
  }

  private int init() {
    return Tidemark.commandLine(Home.standard())
        .setOut(new PrintWriter(said, true))
        .setErr(new PrintWriter(said, true))
        .execute("compose", "init", "--directory=" + directory);
  }

  @Test
  void everySecretOfTheComposeFileIsMadeAndNoneTwice() throws IOException {
    assertThat(said.toString(), init(), is(0));
    Set<String> wanted =
        ((Map<?, ?>) Repository.yaml("docker-compose.yml").get("secrets"))
            .keySet().stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new));
    Set<String> made = new TreeSet<>();
    Set<String> contents = new TreeSet<>();
    try (Stream<Path> files = Files.list(directory.resolve(".secrets"))) {
      for (Path file : files.toList()) {
        made.add(file.getFileName().toString());
        contents.add(Files.readString(file));
      }
    }
    assertThat(made, is(wanted));
    assertThat(contents.size(), is(made.size()));
    String environment = Files.readString(directory.resolve(".env"));
    assertThat(environment, not(containsString("=\n")));
    String brokers = environment.replaceAll("(?s).*KAFKA_PASSWORD=(\\S+).*", "$1");
    for (String file : new String[] {"kafka.properties", "akhq.yml"}) {
      assertThat(
          Files.readString(directory.resolve(".secrets").resolve(file)),
          containsString("password=\"" + brokers + "\""));
    }
    assertThat(said.toString(), not(containsString(brokers)));
  }

  @Test
  void theDirectoryIsForItsOwnerAndContainersCanReadTheFiles() throws IOException {
    assertThat(init(), is(0));
    assertThat(rights(".env"), is("rw-------"));
    assertThat(rights(".secrets"), is("rwx------"));
    assertThat(rights(".secrets/postgres-password"), is("rw-r--r--"));
  }

  private String rights(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
  }

  @Test
  void passwordsThatMayBeInUseAreKept() throws IOException {
    assertThat(init(), is(0));
    String before = Files.readString(directory.resolve(".env"));
    assertThat(init(), is(1));
    assertThat(said.toString(), containsString(".env is there already"));
    assertThat(Files.readString(directory.resolve(".env")), is(before));
  }

  @Test
  void anotherDirectoryIsAMistakeInUsage() throws IOException {
    Files.delete(directory.resolve("docker-compose.yml"));
    assertThat(init(), is(2));
    assertThat(said.toString(), startsWith("tidemark: There is no docker-compose.yml in "));
  }
}
