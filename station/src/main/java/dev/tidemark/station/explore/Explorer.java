package dev.tidemark.station.explore;

import dev.tidemark.write.Postgres;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Runs queries of people as a user who may read the figures and nothing else, each in a transaction
 * that only reads, for a limited time and with a limited answer.
 */
final class Explorer {

  static final String ROLE = "tidemark_explorer";
  static final int MOST_ROWS = 1_000;
  private static final int MOST_CHARACTERS = 2_000;
  private static final int SECONDS = 10;
  private static final String PASSWORD = "explorer_password";

  private final Postgres owner;
  private Postgres explorer;

  /** An answer: the names of its columns, whether they are numbers, and its rows as texts. */
  record Answer(
      List<String> columns, List<Boolean> numeric, List<List<String>> rows, boolean cut) {}

  Explorer(Postgres owner) {
    this.owner = owner;
  }

  /** The user with the rights; throws where the database's own user may not make it one. */
  private synchronized Postgres explorer() throws SQLException {
    if (explorer == null) {
      explorer = Postgres.at(owner.url(), ROLE, password());
    }
    return explorer;
  }

  /** The first server that asks makes one up; the others use it, too. */
  private String password() throws SQLException {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    try (Connection connection = owner.connect();
        PreparedStatement offer =
            connection.prepareStatement(
                "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING");
        PreparedStatement select =
            connection.prepareStatement("SELECT value FROM settings WHERE name = ?");
        Statement login = connection.createStatement()) {
      offer.setString(1, PASSWORD);
      offer.setString(2, HexFormat.of().formatHex(random));
      offer.executeUpdate();
      select.setString(1, PASSWORD);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        String password = row.getString(1);
        if (!password.matches("[0-9a-f]+")) {
          throw new SQLException("the setting " + PASSWORD + " is no password of ours");
        }
        login.execute("ALTER ROLE " + ROLE + " LOGIN PASSWORD '" + password + "'");
        return password;
      }
    }
  }

  Answer ask(String sql) throws SQLException {
    try (Connection connection = explorer().connect();
        Statement session = connection.createStatement()) {
      session.execute("SET statement_timeout = '" + SECONDS + "s'");
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      try (PreparedStatement query = connection.prepareStatement(sql)) {
        query.setMaxRows(MOST_ROWS + 1);
        query.setFetchSize(100);
        query.setQueryTimeout(SECONDS);
        try (ResultSet result = query.executeQuery()) {
          return answer(result);
        }
      } finally {
        connection.rollback();
      }
    }
  }

  private static Answer answer(ResultSet result) throws SQLException {
    ResultSetMetaData about = result.getMetaData();
    List<String> columns = new ArrayList<>();
    List<Boolean> numeric = new ArrayList<>();
    for (int column = 1; column <= about.getColumnCount(); column++) {
      columns.add(about.getColumnLabel(column));
      numeric.add(
          switch (about.getColumnType(column)) {
            case Types.BIGINT,
                Types.INTEGER,
                Types.SMALLINT,
                Types.NUMERIC,
                Types.DOUBLE,
                Types.REAL ->
                true;
            default -> false;
          });
    }
    List<List<String>> rows = new ArrayList<>();
    boolean more = result.next();
    while (more && rows.size() < MOST_ROWS) {
      List<String> row = new ArrayList<>();
      for (int column = 1; column <= columns.size(); column++) {
        row.add(shortened(result.getString(column)));
      }
      rows.add(row);
      more = result.next();
    }
    return new Answer(columns, numeric, rows, more);
  }

  private static String shortened(String cell) {
    return cell == null || cell.length() <= MOST_CHARACTERS
        ? cell
        : cell.substring(0, MOST_CHARACTERS) + "…";
  }
}
