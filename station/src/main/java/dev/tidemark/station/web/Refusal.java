package dev.tidemark.station.web;

import java.util.Map;

/** An answer that is not what was asked for: its status, what is wrong, and what to do. */
public final class Refusal extends RuntimeException {

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

  public int status() {
    return status;
  }

  public String remedy() {
    return remedy;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
