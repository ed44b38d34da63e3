package dev.tidemark.station.web.ingest;

import dev.tidemark.station.web.Refusal;
import java.util.Map;

/** A refusal with the reason that it is counted under. */
final class Refused extends RuntimeException {

  private final Reason reason;
  private final transient Refusal answer;

  Refused(Reason reason, int status, String error, String remedy) {
    this(reason, status, error, remedy, Map.of());
  }

  Refused(Reason reason, int status, String error, String remedy, Map<String, String> headers) {
    super(error, null, false, false);
    this.reason = reason;
    this.answer = new Refusal(status, error, remedy, headers);
  }

  Reason reason() {
    return reason;
  }

  Refusal answer() {
    return answer;
  }
}
