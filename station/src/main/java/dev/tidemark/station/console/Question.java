package dev.tidemark.station.console;

import dev.tidemark.run.UserError;
import java.util.Locale;

/** Asks before something is done that cannot be undone. */
public final class Question {

  private Question() {}

  /**
   * Returns when the person says yes.
   *
   * @param yes whether {@code --yes} was given, which answers for a script
   */
  public static void confirm(String question, boolean yes) {
    if (yes) {
      return;
    }
    if (!Terminal.isAttached()) {
      throw UserError.inUsage(question + " Nobody is at the terminal to say so.", "Add --yes.");
    }
    String answer = System.console().readLine("%s [y/N] ", question);
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new UserError("Nothing was changed.", "Answer y, or add --yes.");
    }
  }
}
