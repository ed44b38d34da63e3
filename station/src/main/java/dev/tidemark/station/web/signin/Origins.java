package dev.tidemark.station.web.signin;

import dev.tidemark.station.web.Refusal;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Set;

/** Keeps the pages of other sites from acting in the name of who is signed in here. */
final class Origins {

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private Origins() {}

  /** A request that changes something comes from a page of this server, or from no page. */
  static void checkChange(Context ctx) {
    String origin = ctx.header("Origin");
    if (origin == null || READING.contains(ctx.req().getMethod())) {
      return;
    }
    String host = String.valueOf(ctx.header("Host")).toLowerCase(Locale.ROOT);
    if (!origin.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "").equals(host)) {
      throw new Refusal(
          403,
          "a page of another site asked for this",
          "Use the dashboard's own page; behind a proxy, let it hand on the Host header.");
    }
  }
}
