package dev.tidemark.bench.flink;

import dev.tidemark.bench.peer.Contest;
import dev.tidemark.bench.peer.Row;
import dev.tidemark.bench.peer.Table;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions.JdbcConnectionOptionsBuilder;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.JdbcSink;
import org.apache.flink.streaming.api.functions.sink.SinkFunction;

/**
 * Flink's own JDBC sink. Tuned: 5,000 rows a batch, half a second at most. PostgreSQL's driver does
 * not rewrite the batch into one statement, for that must not touch a row twice, as a window does
 * that is refined by a late event.
 */
final class JdbcSinks {
  private static final JdbcExecutionOptions BATCHES =
      JdbcExecutionOptions.builder()
          .withBatchSize(5_000)
          .withBatchIntervalMs(500)
          .withMaxRetries(3)
          .build();

  private JdbcSinks() {}

  static SinkFunction<Row> to(Table table, Contest contest) {
    return JdbcSink.sink(
        table.upsert(),
        (statement, row) -> row.fill(statement),
        BATCHES,
        new JdbcConnectionOptionsBuilder()
            .withUrl(contest.jdbc())
            .withUsername(contest.jdbcUser())
            .withPassword(contest.jdbcPassword())
            .withDriverName("org.postgresql.Driver")
            .build());
  }
}
