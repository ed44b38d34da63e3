package dev.tidemark.event;

/** Why a record became a dead letter: a closed set, so that every reason has its test. */
public enum Failure {
  TOO_LARGE(Stage.PARSE),
  NOT_UTF8(Stage.PARSE),
  NOT_JSON(Stage.PARSE),
  NOT_AN_OBJECT(Stage.PARSE),
  NO_EVENT_TIME(Stage.PARSE),
  UNREADABLE_EVENT_TIME(Stage.PARSE),
  IMPLAUSIBLE_EVENT_TIME(Stage.PARSE),
  NO_URL(Stage.PARSE),
  UNREADABLE_URL(Stage.PARSE),
  /** A bug of ours: the record is set aside so that the stream goes on. */
  INTERNAL_ERROR(Stage.ENRICH),
  /** A receiver took the rest of the batch but not this row. */
  REFUSED_ROW(Stage.WRITE);

  /** Where in the graph the failure is found. */
  public enum Stage {
    PARSE,
    ENRICH,
    WRITE
  }

  private final Stage stage;

  Failure(Stage stage) {
    this.stage = stage;
  }

  public Stage stage() {
    return stage;
  }
}
