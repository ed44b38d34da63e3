package dev.tidemark.servers;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"fsync, on", "synchronous_commit, on", "server_encoding, UTF8"})
  void aCommitIsDurableAndTextIsUnicode(String setting, String value) throws Exception {
    try (Database database = Database.start(directory)) {
      assertThat(ask(database, "SHOW " + setting), is(value));
    }
  }

  @Test
  void whatWasCommittedIsThereAfterARestartOnTheSamePort() throws Exception {
    int port;
    try (Database database = Database.start(directory)) {
      run(database, "CREATE TABLE kept AS SELECT 42 AS answer");
      port = database.port();
    }
    try (Database database = Database.start(directory, port)) {
      assertThat(database.port(), is(port));
      assertThat(ask(database, "SELECT answer FROM kept"), is("42"));
    }
  }

  @Test
  void aServerWhoseOwnerWasKilledIsReplacedAndHasLostNothing() throws Exception {
    String orphan = crashAfter("CREATE TABLE kept AS SELECT 42 AS answer");
    assertThat(ProcessHandle.of(Long.parseLong(orphan)).isPresent(), is(true));
    try (Database database = Database.start(directory)) {
      assertThat(ask(database, "SELECT answer FROM kept"), is("42"));
      assertThat(serverPid(), is(not(orphan)));
    }
  }

  @Test
  void aMachineThatWentDownLeavesAMarkThatDoesNotHinderEvenIfItsPidIsInUseAgain() throws Exception {
    String orphan = crashAfter("CREATE TABLE kept AS SELECT 42 AS answer");
    ProcessHandle server = ProcessHandle.of(Long.parseLong(orphan)).orElseThrow();
    List<ProcessHandle> all = server.descendants().toList();
    server.destroyForcibly();
    server.onExit().get(30, TimeUnit.SECONDS);
    for (ProcessHandle process : all) {
      process.onExit().get(30, TimeUnit.SECONDS);
    }
    Path mark = directory.resolve("cluster/postmaster.pid");
    String stranger = Long.toString(ProcessHandle.current().pid());
    Files.writeString(mark, Files.readString(mark).replaceFirst(orphan, stranger));
    try (Database database = Database.start(directory)) {
      assertThat(ask(database, "SELECT answer FROM kept"), is("42"));
    }
  }

  @Test
  void aDirectoryInUseIsRefusedAndItsServerGoesOn() throws Exception {
    try (Database database = Database.start(directory)) {
      IOException refusal = assertThrows(IOException.class, () -> Database.start(directory));
      assertThat(refusal.getMessage(), containsString("is in use by another process"));
      assertThat(ask(database, "SELECT 1"), is("1"));
    }
  }

  @Test
  void nobodyGetsInWithoutThePassword() throws Exception {
    try (Database database = Database.start(null)) {
      SQLException refusal =
          assertThrows(
              SQLException.class,
              () -> DriverManager.getConnection(database.url(), database.user(), "wrong"));
      assertThat(refusal.getSQLState(), is("28P01"));
    }
  }

  /** Runs a server in a process of its own, which is killed when the statement is done. */
  private String crashAfter(String statement) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process owner =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                KilledOwner.class.getName(),
                directory.toString(),
                statement)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("owner.log").toFile())
            .start();
    assertThat(owner.waitFor(2, TimeUnit.MINUTES), is(true));
    return serverPid();
  }

  private String serverPid() throws IOException {
    return Files.readAllLines(directory.resolve("cluster/postmaster.pid")).get(0).strip();
  }

  private static void run(Database database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(Database database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static Connection connect(Database database) throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  /** Starts a database, runs a statement, and is gone as by {@code kill -9}. */
  static final class KilledOwner {
    public static void main(String[] args) throws Exception {
      Database database = Database.start(Path.of(args[0]));
      run(database, args[1]);
      Runtime.getRuntime().halt(9);
    }
  }
}
