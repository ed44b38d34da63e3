package dev.tidemark.station.web.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/** The page that asks for the password; it needs no script. */
final class LoginPage {

  /** A path of this server: two slashes, or a backslash, would lead to another one. */
  private static final Pattern OWN_PATH =
      Pattern.compile("/([^/\\\\\\s\\p{Cntrl}][^\\\\\\s\\p{Cntrl}]*)?");

  private final String html = resource("login.html");
  private final String css = resource("login.css");

  void show(Context ctx, String message) {
    String next =
        next(ctx.formParam("next") == null ? ctx.queryParam("next") : ctx.formParam("next"));
    ctx.header("Cache-Control", "no-store")
        .html(html.replace("{{message}}", escaped(message)).replace("{{next}}", escaped(next)));
  }

  void style(Context ctx) {
    ctx.header("Cache-Control", "max-age=3600").contentType("text/css").result(css);
  }

  /** Where to go after signing in. */
  static String next(String wanted) {
    return wanted != null && OWN_PATH.matcher(wanted).matches() ? wanted : "/";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String resource(String name) {
    try (InputStream in = LoginPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + name, unreadable);
    }
  }
}
