package dev.tidemark.station.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** The table of processed events: what counts, as it was written down. */
final class EventsSource implements Source {

  private static final long PAGE = 20_000;

  private static final Rows LEDGER =
      new Rows(
          "ledger",
          List.of("topic", "partition", "begin", "end"),
          List.of("topic", "partition", "min(first_offset)", "max(last_offset) + 1"));

  private static final Rows EVENTS =
      new Rows("processed_events", StoredEvent.COLUMNS, StoredEvent.CELLS);

  private final Connection connection;
  private final Set<TopicPartition> partitions;

  EventsSource(Connection connection, Set<TopicPartition> partitions) {
    this.connection = connection;
    this.partitions = partitions;
  }

  @Override
  public Map<TopicPartition, Span> spans() throws SQLException {
    Map<TopicPartition, Span> spans = new HashMap<>();
    for (List<String> row : LEDGER.list(connection, "true GROUP BY topic, partition")) {
      TopicPartition partition = new TopicPartition(row.get(0), Integer.parseInt(row.get(1)));
      if (partitions.contains(partition)) {
        spans.put(partition, new Span(Long.parseLong(row.get(2)), Long.parseLong(row.get(3))));
      }
    }
    return spans;
  }

  @Override
  public long last(TopicPartition partition, Span span) {
    return span.end() - 1;
  }

  @Override
  public void read(TopicPartition partition, Span span, Taker taker) throws SQLException {
    for (long from = span.begin(); from < span.end(); from += PAGE) {
      EVENTS.stream(
          connection,
          "topic = ? AND partition = ? AND \"offset\" >= ? AND \"offset\" < ? ORDER BY \"offset\"",
          row -> taker.take(StoredEvent.outcome(partition, row)),
          partition.topic(),
          partition.partition(),
          from,
          Math.min(span.end(), from + PAGE));
    }
  }

  @Override
  public boolean knowsAllFates() {
    return false;
  }

  @Override
  public void close() {}
}
