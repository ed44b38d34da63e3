package dev.tidemark.station.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.UserError;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes the events of one log and the bookmark behind them in one transaction: both are there, or
 * neither. A second import of the same log ends what the first has left undone, so that every line
 * is in the topic once for whoever reads what is committed, which the pipeline does.
 */
final class ImportedTopic implements AutoCloseable {

  private static final int LINES_A_TRANSACTION = 10_000;
  private static final long LONGEST_TRANSACTION_NANOS = 1_000_000_000L;

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private boolean open;
  private int lines;
  private long since;

  /**
   * @param logId the same whenever the same log is imported
   */
  ImportedTopic(KafkaSettings kafka, String topic, String logId) {
    this.topic = topic;
    Map<String, Object> config = new HashMap<>(kafka.client());
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "tidemark-import-" + topic + "-" + logId);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (KafkaException refused) {
      producer.close(Duration.ZERO);
      throw failed(refused);
    }
  }

  /** Sends one event; it counts when the bookmark behind it is set. */
  void send(byte[] key, byte[] event) {
    begin();
    try {
      var unused = producer.send(new ProducerRecord<>(topic, key, event));
    } catch (KafkaException refused) {
      throw failed(refused);
    }
  }

  /** A line is done; sets the bookmark when there is enough behind the last one. */
  void done(Bookmark bookmark) {
    begin();
    lines++;
    if (lines >= LINES_A_TRANSACTION || System.nanoTime() - since > LONGEST_TRANSACTION_NANOS) {
      commit(bookmark);
    }
  }

  private void begin() {
    if (!open) {
      producer.beginTransaction();
      open = true;
      lines = 0;
      since = System.nanoTime();
    }
  }

  /** What was sent is there, and so is the bookmark. */
  void commit(Bookmark bookmark) {
    if (!open) {
      return;
    }
    try {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  Bookmarks.TOPIC, bookmark.key().getBytes(UTF_8), bookmark.json()));
      // Throws what any of the sends has failed with.
      producer.commitTransaction();
      open = false;
    } catch (KafkaException refused) {
      throw failed(refused);
    }
  }

  private UserError failed(KafkaException refused) {
    if (refused instanceof ProducerFencedException) {
      return new UserError(
          "Another import of the same log has begun, and this one ends.",
          "Let one import a log at a time; no line is lost or doubled.",
          refused);
    }
    return new UserError(
        "Kafka does not take the events: " + refused.getMessage(),
        "Check the broker and start again: the import goes on where it was.",
        refused);
  }

  /** What has no bookmark behind it is taken back. */
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }
}
