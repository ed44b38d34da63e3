package dev.tidemark.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.tidemark.event.Field;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the parser calls fit for jsonb, PostgreSQL itself takes. */
class JsonbTest {
  private static EmbeddedPostgres postgres;
  private static Connection connection;

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres = EmbeddedPostgres.start();
    connection = postgres.getPostgresDatabase().getConnection();
  }

  @AfterAll
  static void stop() throws IOException, SQLException {
    connection.close();
    postgres.close();
  }

  @Test
  void headersAndPropertiesOfAnyEventAreTaken() throws SQLException {
    for (int seed = 0; seed < 2_000; seed++) {
      String json = RandomJson.event(seed).replace("null", seed % 3 == 0 ? "-1E+400000" : "null");
      Parsed parsed = Parsed.of(json);
      assertThat(json, taken(parsed.get(Field.HEADERS)), is(true));
      assertThat(json, taken(parsed.get(Field.PROPERTIES)), is(true));
    }
  }

  @Test
  void nestingOfTheGreatestDepthIsTaken() throws SQLException {
    int depth = Limits.DEFAULT.maxDepth() - 1;
    String nested = "[".repeat(depth) + "]".repeat(depth);
    assertThat(taken(Parsed.event("\"a\":" + nested).get(Field.PROPERTIES)), is(true));
  }

  @ParameterizedTest
  @CsvSource({
    "1e131071, true", "-1e131071, true", "1e131072, false", "12.5e131070, true",
    "12.5e131071, false", "1e-16383, true", "1e-16384, false", "1.5e-16382, true",
    "1.5e-16383, false", "0e-16383, true", "0e-16384, false", "1e2147483648, false",
    "1e-99999999999, false"
  })
  void theBoundsOfNumbersAreThoseOfPostgres(String number, boolean fits) throws SQLException {
    boolean kept =
        Parsed.event("\"a\":" + number).get(Field.PROPERTIES).equals("{\"a\":" + number + "}");
    assertThat(kept, is(fits));
    assertThat(taken("{\"a\":" + number + "}"), is(fits));
  }

  @Test
  void digitsAreBoundedAsInPostgres() throws SQLException {
    for (String number :
        new String[] {"9".repeat(131_072), "0." + "1".repeat(16_383), "1." + "0".repeat(16_383)}) {
      assertThat(Parsed.event("\"a\":" + number).replaced(), is(0));
      assertThat(Parsed.event("\"a\":" + number + "0").replaced(), is(1));
      assertThat(taken(number), is(true));
      assertThat(taken(number + "0"), is(false));
    }
  }

  private static boolean taken(String json) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select ?::jsonb")) {
      statement.setString(1, json);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    } catch (SQLException refused) {
      if (refused.getSQLState().startsWith("22")) {
        return false;
      }
      throw refused;
    }
  }
}
