package dev.tidemark.write;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;

/** The user's database: where it is and how to get in. */
public final class Postgres implements Serializable {
  // A lost peer is noticed, a stuck statement ends: the writer then tries again.
  private static final String SESSION =
      "SET TimeZone = 'UTC'; SET statement_timeout = '120s'; SET lock_timeout = '60s';"
          + " SET idle_in_transaction_session_timeout = '120s'";
  private static final int CONNECT_SECONDS = 10;
  private static final int ANSWER_SECONDS = 150;

  static {
    unlistDriver();
  }

  private final PostgresUrl url;
  private final String user;
  private final String password;
  private final String preferred;

  private Postgres(PostgresUrl url, String user, String password, String preferred) {
    this.url = url;
    this.user = user;
    this.password = password;
    this.preferred = preferred;
  }

  /**
   * The database at a {@code jdbc:postgresql:} or {@code postgresql:} address; a user and a
   * password given here win over those in the address.
   *
   * @throws IllegalArgumentException with one line that says what is wrong with the address
   */
  public static Postgres at(String address, String user, String password) {
    PostgresUrl url = PostgresUrl.parse(address);
    return new Postgres(
        url.withoutCredentials(),
        user == null || user.isEmpty() ? url.user() : user,
        password == null || password.isEmpty() ? url.password() : password,
        null);
  }

  /** The same database, in which names are looked up in this schema first. */
  public Postgres preferring(String schema) {
    return new Postgres(url, user, password, schema);
  }

  /**
   * The platform's list of drivers outlives a job on a cluster, and would keep its classes and all
   * that they hold; nothing here asks that list.
   */
  private static void unlistDriver() {
    try {
      boolean ofAJob = !Driver.class.getClassLoader().equals(ClassLoader.getSystemClassLoader());
      if (ofAJob && Driver.isRegistered()) {
        Driver.deregister();
      }
    } catch (SQLException refused) {
      throw new IllegalStateException("The driver of PostgreSQL is not unlisted", refused);
    }
  }

  /** Connects, with a session in UTC; failures say in one line what to do. */
  public Connection connect() throws SQLException {
    try {
      return open();
    } catch (SQLException e) {
      throw explained(e);
    }
  }

  /** The address for JDBC, without user and password. */
  public String url() {
    return url.jdbc();
  }

  public String user() {
    return user;
  }

  String password() {
    return password;
  }

  @Override
  public String toString() {
    return "PostgreSQL at " + url;
  }

  Connection open() throws SQLException {
    Properties properties = new Properties();
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("ApplicationName", "tidemark");
    properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
    properties.setProperty("socketTimeout", Integer.toString(ANSWER_SECONDS));
    properties.setProperty("tcpKeepAlive", "true");
    // Not through DriverManager, which asks who is calling: an engine loads classes its own way.
    Connection connection = new Driver().connect(url.jdbc(), properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute(SESSION);
      if (preferred != null) {
        statement.execute(
            "SELECT set_config('search_path', '%s, ' || current_setting('search_path'), false)"
                .formatted(preferred));
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  /** The same failure, told in one line with its remedy. */
  SQLException explained(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    String remedy =
        switch (state) {
          case "28P01", "28000" ->
              "does not let user %s in: check user and password".formatted(user);
          case "3D000" -> "has no such database: create it, or correct the address";
          case "42501" ->
              "denies user %s a right: grant it tidemark_writer, or migrate as the owner"
                  .formatted(user);
          case "42P01", "42703", "42883" -> "lacks a table, column or function: migrate it first";
          case "53300" -> "has no connection left: raise max_connections";
          case "08004" -> "refuses the connection: check password and sslmode";
          default ->
              state.startsWith("08")
                  ? "cannot be reached: is it running, is the address right?"
                  : "reports an error";
        };
    return new SQLException(
        "%s %s (%s)".formatted(this, remedy, firstLine(failure)), failure.getSQLState(), failure);
  }

  /** What the server or the driver says, without position, detail and stack. */
  static String firstLine(SQLException failure) {
    String message =
        failure instanceof PSQLException server && server.getServerErrorMessage() != null
            ? server.getServerErrorMessage().getMessage()
            : failure.getMessage();
    return message == null ? failure.toString() : message.lines().findFirst().orElse("").strip();
  }
}
