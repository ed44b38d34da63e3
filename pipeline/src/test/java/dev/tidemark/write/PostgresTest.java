package dev.tidemark.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.servers.Database;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresTest {
  private static Database database;

  @BeforeAll
  static void start() throws IOException {
    database = Database.start(null);
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "jdbc:postgresql://db:5432/web jdbc:postgresql://db:5432/web",
        "postgresql://db/web jdbc:postgresql://db/web",
        "postgres://db/web jdbc:postgresql://db/web",
        "postgresql:///web jdbc:postgresql://localhost/web",
        "postgresql://db jdbc:postgresql://db/",
        "postgresql://me:pw@db:6432/web?sslmode=require jdbc:postgresql://db:6432/web?sslmode=require",
        "jdbc:postgresql://db/web?user=me&password=pw&ssl=true jdbc:postgresql://db/web?ssl=true",
        "postgresql://a:1,b:2/web?targetServerType=primary"
            + " jdbc:postgresql://a:1,b:2/web?targetServerType=primary",
        "postgresql://[::1]:5432/web jdbc:postgresql://[::1]:5432/web",
        "postgresql://db/web?connect_timeout=5&channel_binding=require"
            + " jdbc:postgresql://db/web?channelBinding=require&connectTimeout=5",
        "postgresql://db/a%20b jdbc:postgresql://db/a%20b",
      })
  void anAddressMayBeWrittenLikeThis(String given, String jdbc) {
    assertThat(Postgres.at(given, null, null).url(), is(jdbc));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "mysql://db/web;looks like postgresql://user@host:port/database",
        "db:5432;looks like postgresql://user@host:port/database",
        "jdbc:postgresql:web;looks like postgresql://user@host:port/database",
        "postgresql://db/web/more;looks like postgresql://user@host:port/database",
        "postgresql://db:70000/web;must be 1 to 65535, not 70000",
        "postgresql://db:x/web;names no host that could be one",
        "postgresql://a b/web;names no host that could be one",
        "postgresql://db/web?sslmod=require;unknown parameter, sslmod",
        "postgresql://db/web?sslmode;must be name=value",
        "postgresql://db/web?sslmode=a&sslmode=b;gives the parameter sslmode twice",
        "postgresql://me:50%@db/web;two hexadecimal digits must follow",
      })
  void anAddressThatIsWrongIsRefusedInOneLine(String given, String complaint) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Postgres.at(given, null, null));
    assertThat(refusal.getMessage(), containsString(complaint));
    assertThat(refusal.getMessage(), not(containsString("\n")));
    assertThat(refusal.getMessage(), not(containsString("50%@")));
  }

  @Test
  void thePasswordIsShownNowhere() {
    Postgres postgres = Postgres.at("postgresql://me:s%2Fcret@db/web", null, null);
    assertThat(postgres.password(), is("s/cret"));
    assertThat(postgres.user(), is("me"));
    assertThat(postgres.toString(), is("PostgreSQL at db/web"));
    assertThat(postgres.url(), not(containsString("cret")));
  }

  @Test
  void aUserAndAPasswordOfTheirOwnWinOverThoseInTheAddress() {
    Postgres postgres = Postgres.at("postgresql://me:old@db/web", "you", "new");
    assertThat(postgres.user(), is("you"));
    assertThat(postgres.password(), is("new"));
  }

  @Test
  void aCopyFromTheWireStillConnectsAndItsTimesAreUtc() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(Sql.postgres(database));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Postgres copy = (Postgres) in.readObject();
      assertThat(Sql.ask(copy, "SHOW TimeZone"), is(List.of("UTC")));
      assertThat(Sql.ask(copy, "SHOW application_name"), is(List.of("tidemark")));
    }
  }

  @Test
  void aWrongPasswordIsNamedAsTheReason() {
    String message = failure(Postgres.at(database.url(), database.user(), "wrong"));
    assertThat(
        message,
        allOf(
            containsString("does not let user postgres in: check user and password"),
            not(containsString("wrong"))));
  }

  @Test
  void aMissingPasswordIsNamedAsTheReason() {
    assertThat(
        failure(Postgres.at(database.url(), database.user(), null)),
        containsString("check password and sslmode"));
  }

  @Test
  void aMissingDatabaseIsNamedAsTheReason() {
    String url = database.url().replaceFirst("[^/]*$", "nowhere");
    assertThat(
        failure(Postgres.at(url, database.user(), database.password())),
        containsString("has no such database: create it, or correct the address"));
  }

  @Test
  void aServerThatIsNotThereIsNamedAsTheReason() throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    assertThat(
        failure(Postgres.at("postgresql://127.0.0.1:" + nobody + "/web", "me", "pw")),
        containsString("cannot be reached: is it running, is the address right?"));
  }

  private static String failure(Postgres postgres) {
    SQLException failure = assertThrows(SQLException.class, postgres::connect);
    assertThat(failure.getMessage(), not(containsString("\n")));
    return failure.getMessage();
  }
}
