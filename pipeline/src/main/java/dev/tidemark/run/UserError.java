package dev.tidemark.run;

/** A failure that the user can mend: what went wrong, and what to do. */
public final class UserError extends RuntimeException {

  private final String remedy;

  public UserError(String message, String remedy) {
    this(message, remedy, null);
  }

  public UserError(String message, String remedy, Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  public String remedy() {
    return remedy;
  }
}
