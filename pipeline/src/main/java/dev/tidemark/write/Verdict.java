package dev.tidemark.write;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a failed statement means for the writer. */
enum Verdict {
  /** The server is away, busy, or chose this transaction as a victim. */
  TRY_AGAIN,
  /** A row among those given cannot be stored. */
  BAD_ROW,
  /** Waiting does not help: somebody has to put something right. */
  HOPELESS;

  static Verdict of(SQLException failure) {
    String state = failure.getSQLState();
    if (state == null || state.length() != 5) {
      return HOPELESS;
    }
    return switch (state) {
      // The driver's answer to a missing password and to a server without TLS.
      case "08004" -> HOPELESS;
      // More than the protocol carries.
      case "08P01" -> HOPELESS;
      // A standby, until it is promoted.
      case "25006" -> TRY_AGAIN;
      case "55P03" -> TRY_AGAIN;
      case "23514" -> isNamed(failure) ? BAD_ROW : TRY_AGAIN;
      default ->
          switch (state.substring(0, 2)) {
            case "08", "40", "53", "57" -> TRY_AGAIN;
            case "22", "23", "54" -> BAD_ROW;
            default -> HOPELESS;
          };
    };
  }

  /** A check without a name is the bound of a partition, made while the row was on its way. */
  private static boolean isNamed(SQLException failure) {
    ServerErrorMessage message =
        failure instanceof PSQLException server ? server.getServerErrorMessage() : null;
    return message != null && message.getConstraint() != null;
  }
}
