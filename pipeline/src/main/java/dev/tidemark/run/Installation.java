package dev.tidemark.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.write.Postgres;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;

/** What tells one database of results from every other. */
public final class Installation {

  private Installation() {}

  /** The same for the life of a database, and no secret. */
  public static String id(Postgres database) throws SQLException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Salt.of(database).getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }
}
