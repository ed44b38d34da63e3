package dev.tidemark.run;

/** A failure that the user can mend: what went wrong, and what to do. */
public final class UserError extends RuntimeException {

  private final String remedy;
  private final boolean usage;

  public UserError(String message, String remedy) {
    this(message, remedy, null);
  }

  public UserError(String message, String remedy, Throwable cause) {
    this(message, remedy, cause, false);
  }

  private UserError(String message, String remedy, Throwable cause, boolean usage) {
    super(message, cause);
    this.remedy = remedy;
    this.usage = usage;
  }

  /** A mistake in how the program was called. */
  public static UserError inUsage(String message, String remedy) {
    return new UserError(message, remedy, null, true);
  }

  /** Whether the program was called wrongly, which has an exit code of its own. */
  public boolean isUsage() {
    return usage;
  }

  public String remedy() {
    return remedy;
  }
}
