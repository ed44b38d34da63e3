package dev.tidemark.write;

import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import java.util.Set;

/** What a failure of MongoDB means for the writer. */
enum MongoVerdict {
  /** The server is away, busy, or has just handed its part to another. */
  TRY_AGAIN,
  /** Another writer was faster with the same record. */
  IS_THERE,
  /** One document cannot be stored. */
  BAD_DOCUMENT,
  /** Waiting does not help: somebody has to put something right. */
  HOPELESS;

  private static final Set<Integer> DUPLICATE_KEY = Set.of(11000, 11001);

  /** Bad values, too large, too deep, names of fields, and what the collection's rules refuse. */
  private static final Set<Integer> BAD =
      Set.of(2, 9, 15, 22, 52, 55, 56, 57, 121, 10334, 16755, 17280, 17419, 17420);

  /** Of hosts, networks, elections, shutdowns, conflicts and time limits. */
  private static final Set<Integer> PASSING =
      Set.of(
          6, 7, 50, 64, 75, 89, 91, 112, 133, 134, 189, 202, 262, 317, 384, 9001, 10058, 10107,
          11600, 11602, 13435, 13436);

  static MongoVerdict of(MongoException failure) {
    boolean passes =
        failure instanceof MongoSocketException
            || failure instanceof MongoTimeoutException
            || failure instanceof MongoConnectionPoolClearedException
            || failure instanceof MongoNotPrimaryException
            || failure instanceof MongoNodeIsRecoveringException
            || failure instanceof MongoServerUnavailableException
            || failure instanceof MongoExecutionTimeoutException
            || failure instanceof MongoWriteConcernException
            || failure.hasErrorLabel("RetryableWriteError");
    return passes ? TRY_AGAIN : of(failure.getCode());
  }

  /** What the server's code for one document means. */
  static MongoVerdict of(int code) {
    if (DUPLICATE_KEY.contains(code)) {
      return IS_THERE;
    }
    if (BAD.contains(code)) {
      return BAD_DOCUMENT;
    }
    return PASSING.contains(code) ? TRY_AGAIN : HOPELESS;
  }
}
