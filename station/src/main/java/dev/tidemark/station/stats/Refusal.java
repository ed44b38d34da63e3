package dev.tidemark.station.stats;

/** A question that gets no answer: why, and what to do about it. */
final class Refusal extends RuntimeException {
  private final int status;
  private final String remedy;

  private Refusal(int status, String message, String remedy) {
    super(message);
    this.status = status;
    this.remedy = remedy;
  }

  static Refusal badQuestion(String message, String remedy) {
    return new Refusal(400, message, remedy);
  }

  static Refusal notFound(String message, String remedy) {
    return new Refusal(404, message, remedy);
  }

  static Refusal unavailable(String message, String remedy) {
    return new Refusal(503, message, remedy);
  }

  int status() {
    return status;
  }

  String remedy() {
    return remedy;
  }
}
