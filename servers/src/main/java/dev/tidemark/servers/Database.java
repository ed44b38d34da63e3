package dev.tidemark.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;

/**
 * A PostgreSQL server of this process, on the loopback interface, behind a password of its own.
 *
 * <p>A server with a directory keeps its data and is stopped by {@link #close} alone, so that its
 * owner decides what has to end first; a temporary one also ends with the process.
 */
public final class Database implements AutoCloseable {
  private static final String USER = "postgres";
  private static final String ONLY_WITH_PASSWORD = "host all all 127.0.0.1/32 scram-sha-256\n";
  private static final Duration STARTUP = Duration.ofMinutes(2); // crash recovery included

  private final EmbeddedPostgres server;
  private final String password;

  private Database(EmbeddedPostgres server, String password) {
    this.server = server;
    this.password = password;
  }

  /** Starts a server on a free port; without a directory its data goes when it is closed. */
  public static Database start(Path dataDirectory) throws IOException {
    return start(dataDirectory, 0);
  }

  /** Starts a server on this port of the loopback interface; port 0 is any free one. */
  public static Database start(Path dataDirectory, int port) throws IOException {
    if (dataDirectory == null) {
      return start(Files.createTempDirectory("tidemark-database-"), true, port, newPassword());
    }
    Path home = Files.createDirectories(dataDirectory.toAbsolutePath());
    // initdb wants a directory to itself.
    Path cluster = home.resolve("cluster");
    Leftover.stop(cluster);
    return start(cluster, false, port, keptPassword(home.resolve("password")));
  }

  private static Database start(Path cluster, boolean temporary, int port, String password)
      throws IOException {
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(cluster)
            .setCleanDataDirectory(temporary)
            .setRegisterShutdownHook(temporary)
            .setPort(port)
            .setConnectConfig("password", password)
            .setPGStartupWait(STARTUP)
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("password_encryption", "scram-sha-256")
            // The library trades durability for the speed of throw-away tests.
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
    Database database = new Database(server, password);
    try {
      database.demandPassword(cluster.resolve("pg_hba.conf"));
      return database;
    } catch (SQLException | IOException | RuntimeException e) {
      database.close();
      throw new IOException("The embedded database could not be secured: " + e.getMessage(), e);
    }
  }

  /** The JDBC address, without user and password. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/postgres";
  }

  public String user() {
    return USER;
  }

  public String password() {
    return password;
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** A new cluster trusts everyone on this machine: this is undone once, at its first start. */
  private void demandPassword(Path rules) throws SQLException, IOException {
    if (Files.readString(rules).equals(ONLY_WITH_PASSWORD)) {
      return;
    }
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER ROLE " + USER + " PASSWORD '" + password + "'");
      Files.writeString(rules, ONLY_WITH_PASSWORD);
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  private static String keptPassword(Path file) throws IOException {
    if (!Files.exists(file)) {
      // A temporary file is readable by its owner only; the move leaves no half-written password.
      Path written = Files.createTempFile(file.getParent(), "password", null);
      Files.writeString(written, newPassword());
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file);
  }

  private static String newPassword() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
