package dev.tidemark.station.audit;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** From where the events are read once more. */
interface Source extends AutoCloseable {

  /** Takes what became of records, in the order of their partition. */
  @FunctionalInterface
  interface Taker {
    void take(Outcome outcome) throws SQLException;
  }

  /** What there is now of each partition. */
  Map<TopicPartition, Span> spans() throws IOException, SQLException;

  /** The offset of the last record within a span; one less than its begin when it has none. */
  long last(TopicPartition partition, Span span) throws IOException;

  /** Reads a span, which begins where the one before ended. */
  void read(TopicPartition partition, Span span, Taker taker) throws IOException, SQLException;

  /** Whether it knows of records that do not count, too. */
  boolean knowsAllFates();

  /** Whether it says what stands in a table of records. */
  default boolean canTell(RecordTable table) {
    return knowsAllFates();
  }

  @Override
  void close();
}
