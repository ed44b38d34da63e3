package dev.tidemark.station.web.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.run.Home;
import dev.tidemark.run.UserError;
import dev.tidemark.station.web.Client;
import dev.tidemark.station.web.WebOptions;
import dev.tidemark.station.web.WebServer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PasswordGateTest {

  private static final String TOKEN = "a token that is long enough";

  @TempDir Path home;

  private WebServer server;
  private Client client;
  private String password;

  @BeforeEach
  void startForTheFirstTime() throws Exception {
    Files.writeString(home.resolve("token"), TOKEN);
    start("--bind=0.0.0.0");
    password = server.freshPassword().orElseThrow();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void start(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--port=0", "--apiTokenFile=" + home.resolve("token")));
    server =
        WebServer.start(
            CommandLine.populateCommand(new WebOptions(), all.toArray(String[]::new)),
            new Home(home),
            List.of(
                routes -> {
                  routes.get("/", ctx -> ctx.result("the figures"));
                  routes.get("/api/figures", ctx -> ctx.result("the figures"));
                  routes.post("/api/change", ctx -> ctx.result("changed"));
                }));
    client = new Client(server);
  }

  @Test
  void nobodySeesTheFiguresWithoutSigningIn() throws Exception {
    for (String method : List.of("GET", "POST", "PUT")) {
      HttpResponse<String> answer = client.send(method, "/api/figures");
      assertThat(method, answer.body(), not(containsString("the figures")));
    }
    assertThat(client.get("/api/figures").statusCode(), is(401));
    for (String path :
        List.of("/api/figures/", "/API/figures", "//api/figures", "/api/%66igures")) {
      assertThat(path, client.get(path).body(), not(containsString("the figures")));
    }
    HttpResponse<String> page = client.get("/?a=b&c");
    assertThat(page.statusCode(), is(303));
    assertThat(location(page), is("/login?next=%2F%3Fa%3Db%26c"));
    assertThat(page.body(), not(containsString("the figures")));
    assertThat(client.post("/api/change", "").statusCode(), is(401));
    assertThat(client.get("/healthz").body(), is("ok"));
  }

  @Test
  void thePasswordOpensASessionAndSigningOutEndsIt() throws Exception {
    HttpResponse<String> signedIn = signIn(password, "/?range=7d");
    assertThat(signedIn.statusCode(), is(303));
    assertThat(location(signedIn), is("/?range=7d"));
    String setCookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(
        setCookie,
        allOf(
            containsString("HttpOnly"),
            containsString("SameSite=Strict"),
            containsString("Max-Age="),
            containsString("Path=/"),
            not(containsString("Secure"))));
    String cookie = setCookie.split(";", -1)[0];
    assertThat(client.get("/", "Cookie", cookie).body(), is("the figures"));
    assertThat(client.get("/api/figures", "Cookie", cookie).body(), is("the figures"));
    assertThat(
        client.post("/api/change", "", "Cookie", cookie, "Origin", "http://evil").statusCode(),
        is(403));
    assertThat(client.post("/logout", "", "Cookie", cookie).statusCode(), is(303));
    assertThat(client.get("/api/figures", "Cookie", cookie).statusCode(), is(401));
    assertThat(client.get("/api/figures", "Cookie", "tidemark=x").statusCode(), is(401));
  }

  @Test
  void behindHttpsTheCookieIsForHttpsOnly() throws Exception {
    server.close();
    start("--bind=0.0.0.0", "--trustedProxies=127.0.0.1");
    HttpResponse<String> answer = signIn(password, "/", "X-Forwarded-Proto", "https");
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow(), containsString("Secure"));
  }

  @Test
  void theTokenOpensTheApiAndNothingElse() throws Exception {
    String[] right = {"Authorization", "Bearer " + TOKEN};
    assertThat(client.get("/api/figures", right).body(), is("the figures"));
    assertThat(client.get("/", right).statusCode(), is(303));
    assertThat(client.get("/api/figures", "Authorization", "Bearer x").statusCode(), is(401));
    assertThat(client.get("/api/figures", "Authorization", TOKEN).statusCode(), is(401));
  }

  @Test
  void attemptsAreThrottled() throws Exception {
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> wrong = signIn("wrong", "/");
      assertThat(wrong.statusCode(), is(401));
      assertThat(wrong.body(), containsString("This is not the password."));
    }
    HttpResponse<String> answer = signIn(password, "/");
    assertThat(answer.statusCode(), is(429));
    assertThat(answer.headers().firstValue("Retry-After").isPresent(), is(true));
    assertThat(answer.headers().firstValue("Set-Cookie"), is(Optional.empty()));
  }

  @Test
  void onlyAHashOfThePasswordIsKeptAndOnlyForItsOwner() throws Exception {
    Path file = home.resolve("password");
    assertThat(Files.readString(file), startsWith("pbkdf2-sha256$600000$"));
    assertThat(Files.readString(file), not(containsString(password)));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), is("rw-------"));
    server.close();
    start("--bind=0.0.0.0");
    assertThat(server.freshPassword(), is(Optional.empty()));
    assertThat(signIn(password, "/").statusCode(), is(303));
  }

  @Test
  void aPasswordOfOnesOwnIsReplacedByItsHashAndAskedForOnLoopbackToo() throws Exception {
    server.close();
    Path own = Files.writeString(home.resolve("own"), "correct horse\n");
    start("--passwordFile=" + own);
    assertThat(Files.readString(own), not(containsString("horse")));
    assertThat(client.get("/api/figures").statusCode(), is(401));
    assertThat(signIn("correct horse", "/").statusCode(), is(303));
  }

  @Test
  void aFileThatHoldsNoPasswordIsAMistakeWithARemedy() throws Exception {
    server.close();
    Path empty = Files.writeString(home.resolve("empty"), "\n");
    UserError error = assertThrows(UserError.class, () -> start("--passwordFile=" + empty));
    assertThat(error.remedy(), containsString("Delete the file"));
  }

  @ParameterizedTest
  @CsvSource({
    "/?a=b, /?a=b",
    "//evil.example/, /",
    "https://evil.example/, /",
    "/\\evil.example, /",
    "javascript:alert(1), /"
  })
  void afterSigningInOneStaysHere(String next, String goesTo) throws Exception {
    assertThat(location(signIn(password, next)), is(goesTo));
  }

  @Test
  void whatWasAskedForIsShownAsText() throws Exception {
    String hostile = "/\"><script>alert(1)</script>";
    HttpResponse<String> page = client.get("/login?next=" + URLEncoder.encode(hostile, UTF_8));
    assertThat(page.body(), containsString("<form method=\"post\" action=\"/login\">"));
    assertThat(page.body(), not(containsString("<script>")));
    assertThat(client.get("/login.css").body(), containsString("color-scheme"));
  }

  private HttpResponse<String> signIn(String guess, String next, String... headers)
      throws Exception {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Content-Type", "application/x-www-form-urlencoded"));
    return client.post(
        "/login",
        "password=" + URLEncoder.encode(guess, UTF_8) + "&next=" + URLEncoder.encode(next, UTF_8),
        all.toArray(String[]::new));
  }

  private static String location(HttpResponse<?> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }
}
