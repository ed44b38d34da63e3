package dev.tidemark.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher in a house of its own, with a Maven and Javas that only say what they were told. */
@Timeout(60)
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "dirname",
          "basename",
          "readlink",
          "tr",
          "sed",
          "grep",
          "cut",
          "head",
          "tail",
          "cat",
          "find",
          "mkdir",
          "rm",
          "mv",
          "touch",
          "sleep",
          "env");

  @TempDir Path temporary;
  private Path house;
  private Path bin;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void buildAHouse() throws IOException {
    house = Files.createDirectories(temporary.resolve("a house"));
    Files.copy(Path.of("..", "tidemark"), house.resolve("tidemark"));
    write(house.resolve("pom.xml"), "<project/>");
    write(house.resolve("pipeline/src/main/java/Graph.java"), "class Graph {}");
    write(house.resolve("ddl/V1__first.sql"), "SELECT 1");
    write(house.resolve("runners/flink/pom.xml"), "<project/>");
    age(house, Instant.now().minusSeconds(60));
    bin = Files.createDirectories(temporary.resolve("bin"));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(bin.resolve(tool), toolOnPath(tool));
    }
    environment.put("PATH", bin.toString());
    environment.put("JAVA_HOMES", "");
  }

  @Test
  void withoutJavaItSaysHowToInstallIt() throws Exception {
    Outcome outcome = tidemark("--help");
    assertThat(outcome.exitCode, is(1));
    assertThat(outcome.err.get(0), is("tidemark: Java 17 to 21 is needed, and there is none."));
    assertThat(outcome.err, hasItem(containsString("sudo apt install openjdk-17-jdk")));
    assertThat(outcome.err, hasItem(containsString("sudo dnf install java-17-openjdk-devel")));
    assertThat(outcome.err, hasItem(containsString("brew install openjdk@17")));
  }

  @Test
  void aJavaThatIsTooOldIsNotTaken() throws Exception {
    environment.put("JAVA_HOME", java(11).toString());
    assertThat(
        tidemark("--help").err.get(0),
        is("tidemark: Tidemark runs on Java 17 to 21, and there is only 11."));
  }

  @Test
  void withoutMavenItSaysHowToInstallItAndLeavesNoLock() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    Outcome outcome = tidemark("run");
    assertThat(outcome.exitCode, is(1));
    assertThat(outcome.err.get(0), startsWith("tidemark: Maven is needed to build Tidemark"));
    assertThat(outcome.err, hasItem(containsString("sudo apt install maven")));
    maven("");
    assertThat(tidemark("run").exitCode, is(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run                               | runners/flink/target/tidemark-flink.jar",
        "run --runner=SparkRunner          | runners/spark/target/tidemark-spark.jar",
        "run --runner directrunner         | runners/direct/target/tidemark-direct.jar",
        "--debug run --runner=DirectRunner | runners/direct/target/tidemark-direct.jar",
        "rescale --parallelism=2           | runners/flink/target/tidemark-flink.jar",
        "savepoint --stop                  | station/target/tidemark-station.jar",
        "cluster flink --taskmanagers=2    | station/target/tidemark-station.jar",
        "migrate                           | station/target/tidemark-station.jar",
        "bench --rounds=1                  | bench/target/tidemark-bench.jar",
        "--help                            | station/target/tidemark-station.jar",
        "''                                | station/target/tidemark-station.jar",
      })
  void theCommandAndTheRunnerChooseTheJar(String line, String jar) throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    maven("");
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");
    Outcome outcome = tidemark(arguments);
    assertThat(outcome.toString(), outcome.exitCode, is(0));
    assertThat(outcome.javaArgument(), is(house.toRealPath().resolve(jar).toString()));
    assertThat(outcome.passedOn(), is(List.of(arguments)));
  }

  @Test
  void theEnvironmentNamesARunnerToo() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    environment.put("TIDEMARK_RUNNER", "DirectRunner");
    maven("");
    assertThat(tidemark("run").javaArgument(), endsWith("tidemark-direct.jar"));
  }

  @Test
  void anUnknownRunnerIsAMistakeInUsageAndBuildsNothing() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    maven("");
    Outcome outcome = tidemark("run", "--runner=StormRunner");
    assertThat(outcome.exitCode, is(2));
    assertThat(outcome.err.get(0), is("tidemark: there is no runner 'StormRunner'."));
    assertThat(builds(), is(empty()));
  }

  @Test
  void aSecondStartBuildsNothingUntilASourceChangesOrGoes() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    maven("");
    tidemark("run");
    tidemark("run");
    assertThat(builds(), hasSize(1));
    write(house.resolve("ddl/V2__second.sql"), "SELECT 2");
    tidemark("run");
    assertThat(builds(), hasSize(2));
    age(house, Instant.now().minusSeconds(60));
    Files.setLastModifiedTime(flinkJar(), FileTime.from(Instant.now().minusSeconds(30)));
    tidemark("run");
    assertThat(builds(), hasSize(2));
    Files.delete(house.resolve("pipeline/src/main/java/Graph.java"));
    tidemark("run");
    assertThat(builds(), hasSize(3));
  }

  @Test
  void anEditMadeDuringABuildCausesAnother() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    // A real build takes longer than a file system's clock needs to tick; this one waits for it.
    maven(
        """
        until [ -n "$(find '%1$s/ddl/V1__first.sql' -newer '%1$s/target/'build.started.*)" ]
        do echo edited >> '%1$s/ddl/V1__first.sql'
        done"""
            .formatted(house));
    tidemark("run");
    maven("");
    tidemark("run");
    assertThat(builds(), hasSize(2));
  }

  @Test
  void onlyTheModulesThatAreNeededAreBuilt() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    maven("");
    tidemark("run");
    assertThat(
        builds().get(0),
        allOf(containsString("-pl runners/flink -am package"), containsString("test.skip=true")));
  }

  @Test
  void aClusterIsBuiltBeforeTheCommandThatStartsIt() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    maven("");
    tidemark("cluster", "spark", "--workers=2");
    tidemark("cluster", "spark");
    assertThat(builds(), hasSize(2));
    assertThat(builds().get(0), containsString("-pl clusters/spark -am package"));
    assertThat(builds().get(1), containsString("-pl station -am package"));
    tidemark("cluster", "kafka");
    assertThat(builds(), hasSize(2));
  }

  @Test
  void aBenchIsBuiltAnewWhenAContenderChanges() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    maven("");
    tidemark("bench");
    tidemark("bench");
    assertThat(builds(), hasSize(1));
    assertThat(builds().get(0), containsString("-pl bench -am package"));
    write(house.resolve("bench/flink/src/main/java/Peer.java"), "class Peer {}");
    tidemark("bench");
    assertThat(builds(), hasSize(2));
  }

  @Test
  void aFailedBuildShowsTheFirstErrorsAndWhereTheRestIs() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    maven("echo '[INFO] chatter'; echo '[ERROR] Graph.java:[1,7] cannot find symbol'; exit 1");
    Outcome outcome = tidemark("run");
    assertThat(outcome.exitCode, is(1));
    assertThat(outcome.err.get(0), endsWith("a house/target/build.log"));
    assertThat(outcome.err.get(1), is("  [ERROR] Graph.java:[1,7] cannot find symbol"));
    assertThat(outcome.err, hasSize(2));
    assertThat(outcome.out, is(empty()));
    assertThat(Files.exists(flinkJar()), is(false));
    maven("");
    assertThat(tidemark("run").exitCode, is(0));
  }

  @Test
  void aStartDuringABuildWaitsForTheWholeJarAndBuildsNothing() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    maven("sleep 2");
    Process first = start(house.resolve("tidemark"), "run");
    awaitFile(flinkJar());
    Process second = start(house.resolve("tidemark"), "run");
    assertThat(Outcome.of(first).exitCode, is(0));
    assertThat(Outcome.of(second).exitCode, is(0));
    assertThat(builds(), hasSize(1));
  }

  @Test
  void aBuildThatWasKilledIsDoneAgain() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    maven("");
    tidemark("run");
    Path lock = Files.createDirectories(house.resolve("target/build.lock"));
    write(lock.resolve("jar"), flinkJar() + "\n");
    write(lock.resolve("pid"), endedProcess() + "\n");
    assertThat(tidemark("run").exitCode, is(0));
    assertThat(builds(), hasSize(2));
    assertThat(Files.exists(lock), is(false));
  }

  @Test
  void ofSeveralJavasItTakesOneThatTheEnginesRunOn() throws Exception {
    environment.put("JAVA_HOME", java(25).toString());
    environment.put("JAVA_HOMES", java(21) + ":" + java(17));
    maven("");
    assertThat(tidemark("run").javaVersion(), is("21"));
    assertThat(tidemark("run", "--runner=SparkRunner").javaVersion(), is("17"));
    assertThat(tidemark("bench").javaVersion(), is("17"));
  }

  @Test
  void whereOnlyANewerJavaIsItIsRefusedWithTheRemedy() throws Exception {
    environment.put("JAVA_HOME", java(25).toString());
    maven("");
    Outcome outcome = tidemark("run", "--runner=SparkRunner");
    assertThat(outcome.exitCode, is(1));
    assertThat(
        outcome.err.get(0), is("tidemark: Tidemark runs on Java 17 to 21, and there is only 25."));
  }

  @Test
  void sparkInThisProcessListensOnTheLoopbackUnlessToldOtherwise() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    maven("");
    assertThat(tidemark("run", "--runner=SparkRunner").out, hasItem("ip 127.0.0.1"));
    assertThat(
        tidemark("run", "--runner=SparkRunner", "--sparkMaster=spark://host:7077").out,
        hasItem("ip "));
    assertThat(
        tidemark("run", "--runner=SparkRunner", "--sparkMaster=spark://127.0.0.1:7077").out,
        hasItem("ip 127.0.0.1"));
    environment.put("SPARK_LOCAL_IP", "10.0.0.7");
    assertThat(tidemark("run", "--runner=SparkRunner").out, hasItem("ip 10.0.0.7"));
  }

  @Test
  void optionsForTheJvmComeLastSoThatTheyWin() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    environment.put("TIDEMARK_JAVA_OPTS", "-Xmx4g -Dtidemark.log=debug");
    maven("");
    assertThat(
        tidemark("run").out,
        hasItem(endsWith("-Xmx4g -Dtidemark.log=debug -jar " + flinkJar().toRealPath() + " run")));
  }

  @Test
  void itIsFoundThroughALinkToALinkFromAnywhere() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    maven("");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), Path.of("a house/tidemark"));
    Path second = Files.createSymbolicLink(bin.resolve("tidemark"), link);
    Outcome outcome = Outcome.of(start(second, "run"));
    assertThat(outcome.toString(), outcome.exitCode, is(0));
    assertThat(outcome.javaArgument(), is(flinkJar().toRealPath().toString()));
  }

  @Test
  void theExitCodeOfTheProgramIsTheLaunchers() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    environment.put("EXIT", "7");
    maven("");
    assertThat(tidemark("run").exitCode, is(7));
  }

  @Test
  void aSignalReachesTheProgramBecauseTheLauncherHasBecomeIt() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    maven("");
    tidemark("run");
    environment.put("WAIT", "yes");
    Process process = start(house.resolve("tidemark"), "run");
    try (var reader = process.inputReader(UTF_8)) {
      assertThat(reader.readLine(), startsWith("version"));
      process.destroy();
      assertThat(process.waitFor(20, SECONDS), is(true));
    }
    assertThat(process.exitValue(), is(42));
  }

  @Test
  void aBuildThatIsInterruptedLeavesNeitherJarNorLock() throws Exception {
    environment.put("JAVA_HOME", java(17).toString());
    maven("exec sleep 30");
    Process process = start(house.resolve("tidemark"), "run");
    awaitFile(flinkJar());
    process.destroy();
    assertThat(process.waitFor(20, SECONDS), is(true));
    assertThat(process.exitValue(), is(not(0)));
    assertThat(Files.exists(flinkJar()), is(false));
    assertThat(Files.exists(house.resolve("target/build.lock")), is(false));
  }

  // ---- The house's furniture --------------------------------------------------------------

  private Path flinkJar() {
    return house.resolve("runners/flink/target/tidemark-flink.jar");
  }

  /** A Maven that notes its arguments, does what it is told and leaves the jar of the module. */
  private void maven(String action) throws IOException {
    script(
        bin.resolve("mvn"),
        """
        echo "$@" >> '%s/builds'
        while [ "$1" != -pl ]; do shift; done
        mkdir -p '%s/'"$2"/target
        jar='%s/'"$2"/target/tidemark-"$(basename "$2")".jar
        case $2 in clusters/*) jar=${jar%%.jar}-cluster.jar ;; esac
        echo half > "$jar"
        %s
        echo whole > "$jar"
        """
            .formatted(house, house, house, action));
  }

  private List<String> builds() throws IOException {
    Path builds = house.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
  }

  /** The home of a Java that prints its version, its arguments and what Spark will listen on. */
  private Path java(int version) throws IOException {
    Path home = temporary.resolve("java " + version);
    write(home.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
    script(
        home.resolve("bin/java"),
        """
        [ -z "${WAIT:-}" ] || trap 'exit 42' TERM
        for last; do case $last in *.jar) jar=$last ;; esac; done
        [ "$(cat "$jar")" = whole ] || exit 9
        echo version %d
        echo "arguments $*"
        echo "ip ${SPARK_LOCAL_IP:-}"
        while [ -n "${WAIT:-}" ]; do sleep 0.1; done
        exit ${EXIT:-0}
        """
            .formatted(version));
    script(home.resolve("bin/javac"), "exit 0\n");
    return home;
  }

  private Outcome tidemark(String... arguments) throws IOException, InterruptedException {
    return Outcome.of(start(house.resolve("tidemark"), arguments));
  }

  private Process start(Path program, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.directory(temporary.toFile()).start();
  }

  private record Outcome(int exitCode, List<String> out, List<String> err) {
    static Outcome of(Process process) throws IOException, InterruptedException {
      List<String> out = lines(process.getInputStream().readAllBytes());
      List<String> err = lines(process.getErrorStream().readAllBytes());
      return new Outcome(process.waitFor(), out, err);
    }

    private static List<String> lines(byte[] bytes) {
      return new String(bytes, UTF_8).lines().toList();
    }

    String javaVersion() {
      return starting("version ");
    }

    String javaArgument() {
      return starting("arguments ").replaceFirst(".*-jar (.*\\.jar).*", "$1");
    }

    List<String> passedOn() {
      String passed = starting("arguments ").replaceFirst(".*\\.jar ?", "");
      return passed.isEmpty() ? List.of() : List.of(passed.split(" "));
    }

    private String starting(String prefix) {
      return out.stream()
          .filter(line -> line.startsWith(prefix))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no Java ran: " + this))
          .substring(prefix.length());
    }
  }

  private static void script(Path file, String body) throws IOException {
    write(file, "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void age(Path directory, Instant then) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(then));
      }
    }
  }

  private static Path toolOnPath(String tool) {
    return List.of(System.getenv("PATH").split(":")).stream()
        .map(directory -> Path.of(directory, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static long endedProcess() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  private static void awaitFile(Path file) throws InterruptedException {
    long deadline = System.nanoTime() + SECONDS.toNanos(20);
    while (!Files.exists(file)) {
      assertThat("waiting for " + file, System.nanoTime() < deadline, is(true));
      Thread.onSpinWait();
    }
  }
}
