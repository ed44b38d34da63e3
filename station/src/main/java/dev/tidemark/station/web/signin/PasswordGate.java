package dev.tidemark.station.web.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.station.web.Access;
import dev.tidemark.station.web.Proxies;
import dev.tidemark.station.web.Refusal;
import dev.tidemark.station.web.Throttle;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Lets those through who know the password, and programs that show the token of the API. */
public final class PasswordGate implements Gate {

  private static final String COOKIE = "tidemark";
  private static final int LONGEST_RETURN = 2_000;
  private static final double ATTEMPTS_PER_SECOND = 0.1;
  private static final int ATTEMPTS_AT_ONCE = 5;

  private final PasswordFile file;
  private final Optional<BearerToken> token;
  private final Proxies proxies;
  private final Sessions sessions = new Sessions();
  private final LoginPage page = new LoginPage();
  private final Throttle attempts = new Throttle(ATTEMPTS_PER_SECOND, ATTEMPTS_AT_ONCE);

  /** A guess costs a processor a third of a second: not all of them may do that at once. */
  private final Semaphore hashing = new Semaphore(2);

  public PasswordGate(Path passwordFile, Optional<BearerToken> token, Proxies proxies) {
    this.file = PasswordFile.at(passwordFile);
    this.token = token;
    this.proxies = proxies;
  }

  @Override
  public Optional<String> freshPassword() {
    return file.fresh();
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/login", ctx -> page.show(ctx, ""), Access.PUBLIC);
    routes.get("/login.css", page::style, Access.PUBLIC);
    routes.post("/login", this::signIn, Access.PUBLIC);
    routes.post("/logout", this::signOut, Access.PUBLIC);
  }

  @Override
  public void admit(Context ctx) {
    if (sessions.goesOn(ctx.cookie(COOKIE))) {
      Origins.checkChange(ctx);
      return;
    }
    boolean api = ctx.path().startsWith("/api/") || ctx.path().equals("/metrics");
    if (api && token.map(t -> t.isShownBy(ctx)).orElse(false)) {
      return;
    }
    if (api || !ctx.req().getMethod().equals("GET")) {
      throw new Refusal(
          401,
          "sign in first",
          "Sign in at /login, or send 'Authorization: Bearer TOKEN' with the token of"
              + " --apiTokenFile.",
          Map.of("WWW-Authenticate", "Bearer"));
    }
    ctx.header("Cache-Control", "no-store");
    ctx.redirect("/login?next=" + URLEncoder.encode(asked(ctx), UTF_8), HttpStatus.SEE_OTHER);
    ctx.skipRemainingHandlers();
  }

  private static String asked(Context ctx) {
    String query = ctx.queryString();
    String asked = query == null ? ctx.path() : ctx.path() + "?" + query;
    return asked.length() <= LONGEST_RETURN ? asked : "/";
  }

  private void signIn(Context ctx) {
    Origins.checkChange(ctx);
    Duration wait = attempts.take(proxies.visitor(ctx), 1);
    if (!wait.isZero()) {
      ctx.status(429).header("Retry-After", Long.toString(wait.toSeconds() + 1));
      page.show(ctx, "Too many attempts. Wait " + (wait.toSeconds() + 1) + " seconds.");
      return;
    }
    if (!hashing.tryAcquire()) {
      ctx.status(429).header("Retry-After", "1");
      page.show(ctx, "Others are signing in. Try again in a second.");
      return;
    }
    boolean right;
    try {
      right = file.password().is(String.valueOf(ctx.formParam("password")));
    } finally {
      hashing.release();
    }
    if (!right) {
      ctx.status(401);
      page.show(ctx, "This is not the password.");
      return;
    }
    setCookie(ctx, sessions.begin(), (int) Sessions.LONGEST.toSeconds());
    ctx.redirect(LoginPage.next(ctx.formParam("next")), HttpStatus.SEE_OTHER);
  }

  private void signOut(Context ctx) {
    Origins.checkChange(ctx);
    sessions.end(ctx.cookie(COOKIE));
    setCookie(ctx, "", 0);
    ctx.redirect("/login", HttpStatus.SEE_OTHER);
  }

  private void setCookie(Context ctx, String value, int seconds) {
    Cookie cookie = new Cookie(COOKIE, value, "/", seconds, proxies.isSecure(ctx), true);
    cookie.setSameSite(SameSite.STRICT);
    ctx.cookie(cookie).header("Cache-Control", "no-store");
  }
}
