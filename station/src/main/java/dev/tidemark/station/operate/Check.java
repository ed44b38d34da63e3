package dev.tidemark.station.operate;

/**
 * What was found out about one thing.
 *
 * @param remedy what to do; null when all is well
 */
record Check(Level level, String subject, String finding, String remedy) {

  /** How bad it is. */
  enum Level {
    GOOD("✓"),
    DOUBTFUL("!"),
    WRONG("✗");

    private final String sign;

    Level(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }

  static Check good(String subject, String finding) {
    return new Check(Level.GOOD, subject, finding, null);
  }

  static Check doubtful(String subject, String finding, String remedy) {
    return new Check(Level.DOUBTFUL, subject, finding, remedy);
  }

  static Check wrong(String subject, String finding, String remedy) {
    return new Check(Level.WRONG, subject, finding, remedy);
  }

  /** Good when something is so, else what was given. */
  Check unless(boolean well) {
    return well ? good(subject, finding) : this;
  }
}
