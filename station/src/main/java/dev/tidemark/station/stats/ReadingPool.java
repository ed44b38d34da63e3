package dev.tidemark.station.stats;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** A few connections that only read, each transaction one state of the database. */
public final class ReadingPool {
  // Compiling a statement takes longer than any of these runs; sorting on disk does too. What is
  // asked for lies together, and mostly in memory.
  private static final String SESSION =
      "SET statement_timeout = '10s'; SET jit = off; SET work_mem = '64MB';"
          + " SET random_page_cost = 1.1";

  private ReadingPool() {}

  /** Opens connections as they are needed, so that it can start before the database does. */
  public static HikariDataSource of(Postgres postgres) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("stats");
    config.setDataSource(
        new PGSimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            return postgres.connect();
          }
        });
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(0);
    config.setReadOnly(true);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    config.setConnectionInitSql(SESSION);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
    return new HikariDataSource(config);
  }
}
