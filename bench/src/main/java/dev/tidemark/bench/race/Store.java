package dev.tidemark.bench.race;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The database of one lap. */
record Store(String name, String url, String user, String password) {

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }
}
