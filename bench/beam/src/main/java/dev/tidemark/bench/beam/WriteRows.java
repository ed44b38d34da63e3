package dev.tidemark.bench.beam;

import dev.tidemark.bench.peer.Contest;
import dev.tidemark.bench.peer.Row;
import dev.tidemark.bench.peer.Table;
import org.apache.beam.sdk.io.jdbc.JdbcIO;

/** Beam's own JDBC sink, in large batches. */
final class WriteRows {
  private static final long BATCH = 5_000;

  private WriteRows() {}

  static JdbcIO.Write<Row> to(Table table, Contest contest) {
    return JdbcIO.<Row>write()
        .withDataSourceConfiguration(
            JdbcIO.DataSourceConfiguration.create("org.postgresql.Driver", contest.jdbc())
                .withUsername(contest.jdbcUser())
                .withPassword(contest.jdbcPassword()))
        .withStatement(table.upsert())
        .withBatchSize(BATCH)
        .withPreparedStatementSetter((row, statement) -> row.fill(statement));
  }
}
