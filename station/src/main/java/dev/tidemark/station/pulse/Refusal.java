package dev.tidemark.station.pulse;

import io.javalin.http.Context;

/** What the API says when it does not do what it was asked for. */
public record Refusal(String error, String remedy) {

  /** Answers a request with this and a status. */
  public void answer(Context context, int status) {
    context.status(status).contentType("application/json").result(Json.of(this));
  }
}
