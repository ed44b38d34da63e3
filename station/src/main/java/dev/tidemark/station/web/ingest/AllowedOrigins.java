package dev.tidemark.station.web.ingest;

import io.javalin.http.Context;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The sites whose pages may send events, as browsers keep to it. It is no protection against a
 * program, which can send any origin or none.
 */
final class AllowedOrigins {

  private static final String DAY = "86400";

  private final Set<String> origins;

  AllowedOrigins(List<String> origins) {
    this.origins = new HashSet<>();
    origins.forEach(origin -> this.origins.add(origin.toLowerCase(Locale.ROOT)));
  }

  /** Lets a page of an allowed site read the answer; refuses the others. */
  void check(Context ctx) {
    String origin = ctx.header("Origin");
    ctx.header("Vary", "Origin");
    if (origin == null) {
      return;
    }
    refuseUnlessAllowed(ctx, origin);
    ctx.header("Access-Control-Allow-Origin", origin);
    ctx.header("Access-Control-Expose-Headers", "Retry-After");
  }

  /** The same for an image, whose request names its page but no origin. */
  void checkReferer(Context ctx) {
    String page = ctx.header("Referer");
    if (page == null) {
      return;
    }
    try {
      URI uri = URI.create(page);
      refuseUnlessAllowed(ctx, uri.getScheme() + "://" + uri.getRawAuthority());
    } catch (IllegalArgumentException noUri) {
      refuseUnlessAllowed(ctx, page);
    }
  }

  /** Answers the question that a browser asks before it sends JSON to another site. */
  void preflight(Context ctx) {
    check(ctx);
    Map.of(
            "Access-Control-Allow-Methods",
            "POST",
            "Access-Control-Allow-Headers",
            "Content-Type",
            "Access-Control-Max-Age",
            DAY)
        .forEach(ctx::header);
    ctx.status(204);
  }

  private void refuseUnlessAllowed(Context ctx, String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    String host = String.valueOf(ctx.header("Host")).toLowerCase(Locale.ROOT);
    if (!origins.contains("*")
        && !origins.contains(lower)
        && !lower.replaceFirst("^https?://", "").equals(host)) {
      String shown = origin.length() <= 100 ? origin : origin.substring(0, 100) + "…";
      throw new Refused(
          Reason.FOREIGN_ORIGIN,
          403,
          "pages of " + shown + " may not send events here",
          "Start the server with --allowedOrigins=" + shown + ".");
    }
  }
}
