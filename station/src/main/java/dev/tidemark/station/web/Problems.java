package dev.tidemark.station.web;

import dev.tidemark.run.UserError;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers for what went wrong: one JSON object with the error and its remedy. */
final class Problems implements Routes {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  @Override
  public void addTo(RoutesConfig routes) {
    routes.exception(Refusal.class, (refusal, ctx) -> refusal.writeTo(ctx));
    routes.exception(
        UserError.class,
        (error, ctx) -> new Refusal(400, error.getMessage(), error.remedy()).writeTo(ctx));
    routes.exception(
        HttpResponseException.class, (thrown, ctx) -> refusal(thrown, ctx).writeTo(ctx));
    routes.exception(Exception.class, (thrown, ctx) -> unexpected(thrown, ctx).writeTo(ctx));
  }

  /** What Javalin refuses by itself. */
  private static Refusal refusal(HttpResponseException thrown, Context ctx) {
    int status = thrown.getStatus();
    return switch (HttpStatus.forStatus(status)) {
      case NOT_FOUND ->
          new Refusal(
              status,
              "there is nothing at " + shortened(ctx.path()),
              "The dashboard is at /, the API is described at /api/openapi.json.");
      case METHOD_NOT_ALLOWED -> {
        String allowed = thrown.getDetails().getOrDefault("availableMethods", "");
        yield new Refusal(
            status,
            ctx.req().getMethod() + " is not allowed here",
            "Use " + allowed + ".",
            Map.of("Allow", allowed));
      }
      case CONTENT_TOO_LARGE ->
          new Refusal(status, "the body is too large", "Send less in one request.");
      default ->
          new Refusal(
              status,
              String.valueOf(thrown.getMessage()),
              "Correct the request and send it again.");
    };
  }

  /** The log holds the story; the answer holds a number under which to find it. */
  private static Refusal unexpected(Exception thrown, Context ctx) {
    byte[] random = new byte[4];
    RANDOM.nextBytes(random);
    String reference = HexFormat.of().formatHex(random);
    log.error("Reference {}: {} {} failed", reference, ctx.req().getMethod(), ctx.path(), thrown);
    return new Refusal(
        500,
        "something unexpected went wrong, reference " + reference,
        "Look for the reference in the log of the server.");
  }

  private static String shortened(String path) {
    return path.length() <= 100 ? path : path.substring(0, 100) + "…";
  }
}
