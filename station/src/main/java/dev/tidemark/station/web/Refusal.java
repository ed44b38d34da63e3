package dev.tidemark.station.web;

import io.javalin.http.Context;
import java.util.Map;

/** An answer that is not what was asked for: its status, what is wrong, and what to do. */
public final class Refusal extends RuntimeException {

  private record Problem(String error, String remedy) {}

  private final int status;
  private final String remedy;
  private final transient Map<String, String> headers;

  public Refusal(int status, String error, String remedy) {
    this(status, error, remedy, Map.of());
  }

  /**
   * @param headers what the status needs beside it, such as {@code Retry-After}
   */
  public Refusal(int status, String error, String remedy, Map<String, String> headers) {
    // A refusal is an answer, made often when somebody floods us: it has no use for a stack trace.
    super(error, null, false, false);
    this.status = status;
    this.remedy = remedy;
    this.headers = Map.copyOf(headers);
  }

  /** Makes it the answer. */
  public void writeTo(Context ctx) {
    headers.forEach(ctx::header);
    ctx.status(status).header("Cache-Control", "no-store").json(new Problem(getMessage(), remedy));
  }
}
