package dev.tidemark.station.dashboard;

import dev.tidemark.run.Home;
import dev.tidemark.station.Tidemark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** {@code tidemark up} with its demo, in a process of its own: a live stream to look at. */
final class LiveStation implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long PAUSE_MILLIS = 200;

  private final Process process;
  private final Path printed;
  private final Home home;

  private LiveStation(Process process, Path printed, Home home) {
    this.process = process;
    this.printed = printed;
    this.home = home;
  }

  /** Starts it on free ports; returns when all its parts are up. */
  static LiveStation start(Path directory, String... options) throws Exception {
    Path printed = directory.resolve("printed");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Tidemark.class.getName(), "up", "--home=" + directory.resolve("home")));
    command.addAll(List.of("--port=0", "--kafkaPort=0", "--postgresPort=0"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    LiveStation station = new LiveStation(process, printed, new Home(directory.resolve("home")));
    station.await("all parts are up", () -> station.home.addresses().isPresent());
    return station;
  }

  String address() {
    return addresses().get("web");
  }

  Connection connect() throws SQLException, IOException {
    Map<String, String> addresses = addresses();
    return DriverManager.getConnection(
        "jdbc:" + addresses.get("postgres"),
        addresses.get("postgresUser"),
        Files.readString(Path.of(addresses.get("postgresPasswordFile"))));
  }

  long number(String query) throws SQLException, IOException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Waits until something is so. */
  void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
        throw new AssertionError("not so: " + what + "\n" + Files.readString(printed));
      }
    }
  }

  private Map<String, String> addresses() {
    Optional<Map<String, String>> addresses = home.addresses();
    return addresses.orElseThrow(() -> new AssertionError("it has stopped"));
  }

  /** Stops it as Ctrl-C does, which must end it well. */
  @Override
  public void close() {
    process.destroy();
    boolean ended;
    try {
      ended = process.waitFor(15, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      ended = false;
    }
    if (!ended) {
      process.destroyForcibly();
      throw new AssertionError("it did not stop; it printed to " + printed);
    }
  }
}
