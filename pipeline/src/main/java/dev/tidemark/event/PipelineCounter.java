package dev.tidemark.event;

import java.util.Locale;

/** What the graph counts while it runs, beside the books: for operators, not for the audit. */
public enum PipelineCounter {
  BLOCKS("Blocks of consecutive records that were enriched."),
  BYTES("Bytes of the values of these records."),
  READ("Records entered into the ledger."),
  COUNTED("Records that the windows count."),
  LATE("Records set aside as late."),
  DUPLICATE("Records whose event was counted before."),
  BOT("Counted records of robots."),
  REDELIVERED("Records that a reader handed over again after a restart, and that were dropped."),
  REPLACED_CHARACTERS("Characters that no table can hold."),
  PRIVATE_ADDRESSES("Addresses that are private, local or reserved."),
  INVALID_ADDRESSES("Addresses that cannot be read."),
  UNKNOWN_ADDRESSES("Addresses that no database of places knows."),
  CACHE_HITS("Look-ups of enrichment that its caches answered."),
  CACHE_MISSES("Look-ups of enrichment that its caches did not answer."),
  JDBC_STATEMENTS("Statements that PostgreSQL has committed, one a batch of rows."),
  JDBC_ROWS("Rows in these statements."),
  JDBC_MICROSECONDS("Time that these statements took, in microseconds."),
  JDBC_RETRIES("Statements that failed and were tried again."),
  JDBC_REFUSED_ROWS("Rows that PostgreSQL refused.");

  /** The namespace of all of them in Beam's metrics. */
  public static final String NAMESPACE = "tidemark";

  private final String meaning;

  PipelineCounter(String meaning) {
    this.meaning = meaning;
  }

  /** Its name in Beam's metrics. */
  public String counterName() {
    return lowerCase(this);
  }

  /** What one of it is. */
  public String meaning() {
    return meaning;
  }

  /** The name, in Beam's metrics, of the counter of records that failed so. */
  public static String nameOf(Failure failure) {
    return "dead_" + lowerCase(failure);
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
