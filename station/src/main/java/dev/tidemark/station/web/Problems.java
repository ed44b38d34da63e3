package dev.tidemark.station.web;

import dev.tidemark.run.UserError;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers for what went wrong: one JSON object with the error and its remedy. */
final class Problems implements Routes {

  /** The body of every answer that is an error. */
  record Problem(String error, String remedy) {}

  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  @Override
  public void addTo(RoutesConfig routes) {
    routes.exception(Refusal.class, (refusal, ctx) -> answer(ctx, refusal));
    routes.exception(
        UserError.class,
        (error, ctx) -> answer(ctx, 400, new Problem(error.getMessage(), error.remedy())));
    routes.exception(HttpResponseException.class, (thrown, ctx) -> answer(ctx, thrown));
    routes.exception(Exception.class, (thrown, ctx) -> answerUnexpected(ctx, thrown));
  }

  static void answer(Context ctx, Refusal refusal) {
    refusal.headers().forEach(ctx::header);
    answer(ctx, refusal.status(), new Problem(refusal.getMessage(), refusal.remedy()));
  }

  private static void answer(Context ctx, int status, Problem problem) {
    ctx.status(status).header("Cache-Control", "no-store").json(problem);
  }

  private static void answer(Context ctx, HttpResponseException thrown) {
    HttpStatus status = HttpStatus.forStatus(thrown.getStatus());
    Problem problem =
        switch (status) {
          case NOT_FOUND ->
              new Problem(
                  "there is nothing at " + shortened(ctx.path()),
                  "The dashboard is at /, the API is described at /api/openapi.json.");
          case METHOD_NOT_ALLOWED -> {
            String allowed = thrown.getDetails().getOrDefault("availableMethods", "");
            ctx.header("Allow", allowed);
            yield new Problem(
                ctx.req().getMethod() + " is not allowed here", "Use " + allowed + ".");
          }
          case CONTENT_TOO_LARGE ->
              new Problem("the body is too large", "Send less in one request.");
          default ->
              new Problem(
                  String.valueOf(thrown.getMessage()), "Correct the request and send it again.");
        };
    answer(ctx, thrown.getStatus(), problem);
  }

  /** The log holds the story; the answer holds a number under which to find it. */
  private static void answerUnexpected(Context ctx, Exception thrown) {
    byte[] random = new byte[4];
    RANDOM.nextBytes(random);
    String reference = HexFormat.of().formatHex(random);
    log.error("Reference {}: {} {} failed", reference, ctx.req().getMethod(), ctx.path(), thrown);
    answer(
        ctx,
        500,
        new Problem(
            "something unexpected went wrong, reference " + reference,
            "Look for the reference in the log of the server."));
  }

  private static String shortened(String path) {
    return path.length() <= 100 ? path : path.substring(0, 100) + "…";
  }
}
