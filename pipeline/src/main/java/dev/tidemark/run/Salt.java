package dev.tidemark.run;

import dev.tidemark.write.Postgres;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;

/** The random salt that a database keeps, so that every run gives a visitor the same id. */
final class Salt {

  private static final String NAME = "visitor_salt";

  private Salt() {}

  /** The database's salt, made when it has none. */
  static String of(Postgres database) throws SQLException {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    try (Connection connection = database.connect();
        PreparedStatement offer =
            connection.prepareStatement(
                "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING");
        PreparedStatement select =
            connection.prepareStatement("SELECT value FROM settings WHERE name = ?")) {
      offer.setString(1, NAME);
      offer.setString(2, HexFormat.of().formatHex(random));
      offer.executeUpdate();
      select.setString(1, NAME);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
