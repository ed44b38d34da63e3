package dev.tidemark.station.web;

import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** What every answer tells the browser not to do. */
final class SecurityHeaders {

  private static final Map<String, String> ALWAYS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer");

  /** What the pages of other sites load or call. */
  private static final Set<String> FOR_OTHER_SITES = Set.of("/t.js", "/pixel.gif", "/api/event");

  private SecurityHeaders() {}

  static void addTo(String path, BiConsumer<String, String> answer) {
    ALWAYS.forEach(answer);
    boolean shared = FOR_OTHER_SITES.contains(path);
    answer.accept("Cross-Origin-Resource-Policy", shared ? "cross-origin" : "same-origin");
  }
}
