package dev.tidemark.bench.streams;

import dev.tidemark.bench.peer.Contest;
import dev.tidemark.bench.peer.Row;
import dev.tidemark.bench.peer.Upserts;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Writes rows in batches, every 100 ms at the latest. A commit does not wait for them: a kill may
 * lose what was gathered in that time.
 */
final class WriteRows implements Processor<Object, Row, Void, Void> {
  private static final Duration LATEST = Duration.ofMillis(100);

  private final Contest contest;
  private Upserts upserts;

  WriteRows(Contest contest) {
    this.contest = contest;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    try {
      upserts = new Upserts(contest);
    } catch (SQLException e) {
      throw new StreamsException(e);
    }
    context.schedule(LATEST, PunctuationType.WALL_CLOCK_TIME, unused -> flush());
  }

  @Override
  public void process(Record<Object, Row> record) {
    try {
      upserts.add(record.value());
    } catch (SQLException e) {
      throw new StreamsException(e);
    }
  }

  @Override
  public void close() {
    try {
      upserts.close();
    } catch (SQLException e) {
      throw new StreamsException(e);
    }
  }

  private void flush() {
    try {
      upserts.flush();
    } catch (SQLException e) {
      throw new StreamsException(e);
    }
  }
}
