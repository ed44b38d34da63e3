package dev.tidemark.station.web.signin;

import dev.tidemark.station.web.Routes;
import io.javalin.http.Context;
import java.util.Optional;

/** What stands before every route that is not public. */
public interface Gate extends Routes {

  /**
   * Lets the request through, or answers it.
   *
   * @throws dev.tidemark.station.web.Refusal when it may not pass
   */
  void admit(Context ctx);

  /** The password that was made at this start, to be printed once. */
  default Optional<String> freshPassword() {
    return Optional.empty();
  }
}
