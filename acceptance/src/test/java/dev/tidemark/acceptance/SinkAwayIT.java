package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.tidemark.acceptance.House.Outcome;
import dev.tidemark.servers.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL goes away under a running stream. Longer, as in docs/reliability.md: {@code mvn verify
 * -Dit.test=SinkAwayIT -Dsink.seconds=600}.
 */
@Timeout(3_600)
class SinkAwayIT {

  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("sink.seconds", 30));
  private static final Duration AUDIT = Duration.ofMinutes(20);
  private static final int RATE = 1_000;
  private static final Pattern ATTEMPT = Pattern.compile("wait, next attempt \\((\\d+)\\)");

  /** What buffers between Kafka and the sinks may take when they are full. */
  private static final long BUFFERS = 150L << 20;

  @TempDir Path directory;

  private Database database;
  private String user;
  private Path password;

  @BeforeEach
  void startDatabase() throws IOException {
    database = Database.start(directory.resolve("database"));
    user = database.user();
    password = directory.resolve("database").resolve("password");
  }

  @AfterEach
  void stopDatabase() throws IOException {
    database.close();
  }

  @Test
  void aDatabaseThatIsAwayOrStandsStillMeansBackPressureAndThenEveryRowOnce() throws Exception {
    try (House house =
        new House("sink-away", directory.resolve("home"), options("--rate=" + RATE))) {
      house.up();
      house.reaches("something is counted", SOON, () -> read() > RATE);
      long before = house.liveBytes();

      int port = database.port();
      database.close();
      long heldBack = grownFor(house, AWAY);
      long during = house.liveBytes();
      database = Database.start(directory.resolve("database"), port);
      Duration caughtUp = catchesUp(house);
      long after = house.liveBytes();
      say(heldBack, before, during, after, caughtUp);
      assertThat("live bytes while away", during, is(lessThan(before + BUFFERS)));
      assertThat("live bytes after", after, is(lessThan(before + BUFFERS)));

      signal("STOP");
      grownFor(house, Duration.ofSeconds(15));
      signal("CONT");
      catchesUp(house);

      // A wait doubles to ten seconds: few attempts, and fewer a minute the longer it lasts.
      assertThat(mostAttempts(house), is(lessThan(12 + (int) AWAY.toSeconds() / 5)));
      house.stops(Duration.ofSeconds(10));
      house.up("--no-demo");
      catchesUp(house);
      Outcome audit = house.tidemark(AUDIT, verify());
      assertThat(audit.printed(), audit.exitCode(), is(0));
      house.stops(Duration.ofSeconds(10));
    }
  }

  @Test
  void aWrongPasswordEndsItInOneLineWithinSeconds() throws Exception {
    Files.writeString(directory.resolve("wrong"), "not this one");
    password = directory.resolve("wrong");
    try (House house = new House("sink-password", directory.resolve("home"))) {
      for (String command : new String[] {"up", "run"}) {
        Outcome refused = endsSoon(house, command);
        assertThat(
            refused.printed(), containsString("does not let user postgres in: check user and"));
      }
    }
  }

  @Test
  void aUserWithoutTheRightsEndsItInOneLineWithinSeconds() throws Exception {
    try (House house = new House("sink-rights", directory.resolve("home"))) {
      assertThat(house.tidemark(options("migrate")).exitCode(), is(0));
      try (Connection connection = store().connect();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE ROLE guest LOGIN PASSWORD 'guest' IN ROLE tidemark_reader");
        statement.execute("GRANT SELECT ON tidemark_schema_history TO guest");
      }
      user = "guest";
      password = Files.writeString(directory.resolve("guest"), "guest");
      for (String command : new String[] {"up", "run"}) {
        Outcome refused = endsSoon(house, command);
        assertThat(
            refused.printed(),
            allOf(
                containsString("denies user guest a right: grant it tidemark_writer"),
                containsString("page_view_counts")));
      }
    }
  }

  /** With an embedded broker for up; run is given one that is not there, and asks it first. */
  private Outcome endsSoon(House house, String command) throws Exception {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(options()));
    if (command.equals("up")) {
      all.addAll(List.of("--port=0", "--kafkaPort=0", "--no-demo"));
      return endsSoon(house, all);
    }
    try (Servers servers = Servers.start(directory.resolve("servers"))) {
      all.add("--kafka=" + servers.bootstrapServers());
      return endsSoon(house, all);
    }
  }

  private static Outcome endsSoon(House house, List<String> arguments) throws Exception {
    long began = System.nanoTime();
    Outcome outcome = house.tidemark(arguments.toArray(String[]::new));
    assertThat(outcome.printed(), outcome.exitCode(), is(1));
    assertThat(
        outcome.printed(),
        Duration.ofNanos(System.nanoTime() - began),
        is(lessThan(Duration.ofSeconds(40))));
    return outcome;
  }

  private String[] options(String... first) {
    return Stream.concat(
            Stream.of(first),
            Stream.of(
                "--postgres=" + database.url(),
                "--postgresUser=" + user,
                "--postgresPasswordFile=" + password))
        .toArray(String[]::new);
  }

  private String[] verify() {
    return Stream.concat(Stream.of("verify"), Stream.of(options())).toArray(String[]::new);
  }

  private Store store() {
    return new Store(database.url(), database.user(), database.password());
  }

  private long read() throws Exception {
    return store().number("SELECT sum(read) FROM ledger");
  }

  /** Waits until the topic has taken what comes in this time; how many records that are. */
  private static long grownFor(House house, Duration time) throws Exception {
    long before = records(house);
    long end = System.nanoTime() + time.toNanos();
    house.reaches(
        "the topic grows",
        time.plus(SOON),
        () -> System.nanoTime() > end && records(house) > before + RATE);
    return records(house) - before;
  }

  private static long records(House house) throws Exception {
    return Servers.records(house.address("kafka"), house.address("topic"));
  }

  /** Waits until all that the topic holds now is counted; how long that took. */
  private Duration catchesUp(House house) throws Exception {
    long began = System.nanoTime();
    long wanted = records(house);
    house.reaches("all is counted", AWAY.plus(SOON), () -> read() >= wanted);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static int mostAttempts(House house) throws Exception {
    Matcher attempt = ATTEMPT.matcher(house.log());
    int most = 0;
    while (attempt.find()) {
      most = Math.max(most, Integer.parseInt(attempt.group(1)));
    }
    assertThat("attempts that were told of", most, is(greaterThan(0)));
    return most;
  }

  /** Sends a signal to every process of the database, which has no other way to stand still. */
  private void signal(String name) throws Exception {
    Path mark = directory.resolve("database").resolve("cluster").resolve("postmaster.pid");
    ProcessHandle server =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(mark).get(0).strip())).orElseThrow();
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    Stream.concat(Stream.of(server), server.descendants())
        .map(process -> Long.toString(process.pid()))
        .forEach(command::add);
    assertThat(command.toString(), new ProcessBuilder(command).start().waitFor(), is(0));
  }

  private static void say(long heldBack, long before, long during, long after, Duration caughtUp)
      throws IOException {
    Files.writeString(
        Files.createDirectories(Path.of("target", "runs")).resolve("sink-away-figures.txt"),
        "away %s, held back %,d records, live MB before %d during %d after %d, caught up in %s%n"
            .formatted(AWAY, heldBack, before >> 20, during >> 20, after >> 20, caughtUp));
  }
}
