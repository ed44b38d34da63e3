package dev.tidemark.write;

/**
 * What a writer has done so far.
 *
 * @param statements that were committed
 * @param rows in them
 * @param nanos that they took
 * @param retries statements that failed and were tried again
 * @param refused rows that PostgreSQL refused
 */
record Written(long statements, long rows, long nanos, long retries, long refused) {

  static final Written NOTHING = new Written(0, 0, 0, 0, 0);

  Written withStatement(long more, long took) {
    return new Written(statements + 1, rows + more, nanos + took, retries, refused);
  }

  Written withRetry() {
    return new Written(statements, rows, nanos, retries + 1, refused);
  }

  Written withRefusal() {
    return new Written(statements, rows, nanos, retries, refused + 1);
  }

  /** What was added since an earlier reading. */
  Written since(Written before) {
    return new Written(
        statements - before.statements,
        rows - before.rows,
        nanos - before.nanos,
        retries - before.retries,
        refused - before.refused);
  }
}
