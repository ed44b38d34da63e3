package dev.tidemark.write;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoClient;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.WriteModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonMaximumSizeExceededException;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches of documents into a collection of MongoDB, over one client.
 *
 * <p>While the server is away it waits and tries again, for as long as it takes; since a document
 * that is there stays, a batch of which nobody knows whether it was written is simply written
 * again. What waiting cannot mend it throws at once. Not for use by several threads.
 */
final class DocumentWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DocumentWriter.class);
  private static final long QUIET = Duration.ofSeconds(30).toNanos();
  private static final BulkWriteOptions EACH = new BulkWriteOptions().ordered(false);

  private final Mongo mongo;
  private final Retry retry;
  private final MongoClient client;
  private long lastWarning = System.nanoTime() - QUIET;

  /** A document that MongoDB does not take. */
  record Refusal(Document document, String reason) {}

  DocumentWriter(Mongo mongo, Retry retry) {
    this.mongo = mongo;
    this.retry = retry;
    this.client = mongo.connect();
  }

  /** Writes the documents; all but those that it returns are stored. */
  List<Refusal> write(List<Document> documents) throws InterruptedException {
    List<Refusal> refused = new ArrayList<>();
    if (!documents.isEmpty()) {
      write(documents, refused);
    }
    return refused;
  }

  /** Halves a batch that is too large to be sent until the documents that are so are alone. */
  private void write(List<Document> batch, List<Refusal> refused) throws InterruptedException {
    try {
      persist(batch, refused);
    } catch (BsonMaximumSizeExceededException tooLarge) {
      if (batch.size() == 1) {
        refused.add(new Refusal(batch.get(0), tooLarge.getMessage()));
        return;
      }
      int half = batch.size() / 2;
      write(batch.subList(0, half), refused);
      write(batch.subList(half, batch.size()), refused);
    }
  }

  private void persist(List<Document> batch, List<Refusal> refused) throws InterruptedException {
    List<WriteModel<Document>> upserts = batch.stream().map(RawDocuments::upsert).toList();
    for (int failures = 0; ; ) {
      if (Thread.interrupted()) {
        throw new InterruptedException("Interrupted while writing to " + mongo);
      }
      try {
        refused.addAll(attempt(batch, upserts));
        if (failures > 0) {
          log.info("{} takes documents again", mongo);
        }
        return;
      } catch (MongoException failed) {
        if (MongoVerdict.of(failed) != MongoVerdict.TRY_AGAIN) {
          throw new IllegalStateException(mongo.explained(failed), failed);
        }
        Duration pause = retry.pause(++failures);
        warn(failures, pause, failed);
        Thread.sleep(pause.toMillis());
      }
    }
  }

  /** One attempt: what it does not throw about, and does not return, is stored. */
  private List<Refusal> attempt(List<Document> batch, List<WriteModel<Document>> upserts) {
    try {
      mongo.of(client).bulkWrite(upserts, EACH);
      return List.of();
    } catch (MongoBulkWriteException partly) {
      if (partly.getWriteConcernError() != null) {
        throw new PassingFailure(partly.getWriteConcernError().getMessage());
      }
      List<Refusal> refused = new ArrayList<>();
      for (BulkWriteError error : partly.getWriteErrors()) {
        switch (MongoVerdict.of(error.getCode())) {
          case IS_THERE -> {}
          case BAD_DOCUMENT ->
              refused.add(
                  new Refusal(
                      batch.get(error.getIndex()), error.getCode() + " " + error.getMessage()));
          case TRY_AGAIN -> throw new PassingFailure(error.getMessage());
          case HOPELESS -> throw new MongoException(error.getCode(), error.getMessage(), partly);
        }
      }
      return refused;
    }
  }

  private void warn(int failures, Duration pause, MongoException failure) {
    long now = System.nanoTime();
    if (now - lastWarning >= QUIET) {
      lastWarning = now;
      log.warn(
          "Documents wait, next attempt ({}) in {} ms: {}",
          failures + 1,
          pause.toMillis(),
          mongo.explained(failure));
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /** Some of a batch could not be stored just now. */
  private static final class PassingFailure extends MongoException {
    PassingFailure(String message) {
      super(message);
      addLabel("RetryableWriteError");
    }
  }
}
