package dev.tidemark.write;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a database to the schema that this program writes. */
public final class Migrations {
  private static final Logger log = LoggerFactory.getLogger(Migrations.class);
  private static final String HISTORY = "tidemark_schema_history";

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private Migrations() {}

  /** Applies what is missing; failures say in one line what to do. */
  public static void apply(Postgres postgres) throws SQLException, InterruptedException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      demandRight(postgres, statement);
      // Flyway takes a lock of its own, but not yet while it makes its first table.
      awaitTurn(postgres, statement);
      migrate(postgres);
    }
  }

  /** How many migrations this program knows that the database lacks. */
  public static int pending(Postgres postgres) throws SQLException {
    try {
      Flyway flyway = flyway(postgres);
      refuseNewer(postgres, flyway);
      return flyway.info().pending().length;
    } catch (FlywayException e) {
      throw explained(postgres, e);
    }
  }

  private static void migrate(Postgres postgres) throws SQLException {
    try {
      Flyway flyway = flyway(postgres);
      refuseNewer(postgres, flyway);
      int applied = flyway.migrate().migrationsExecuted;
      if (applied > 0) {
        log.info("{} was migrated to version {}", postgres, flyway.info().current().getVersion());
      }
    } catch (FlywayException e) {
      throw explained(postgres, e);
    }
  }

  /** Waits until no other process migrates; the turn ends with the connection. */
  private static void awaitTurn(Postgres postgres, Statement statement)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isTrue(
        statement, "pg_try_advisory_lock(hashtextextended('%s', 0))".formatted(HISTORY))) {
      if (System.nanoTime() > deadline) {
        throw new SQLException(
            "%s is being migrated by another process, which does not finish".formatted(postgres));
      }
      Thread.sleep(100);
    }
  }

  /** Flyway would try for ten seconds to make its first table. */
  private static void demandRight(Postgres postgres, Statement statement) throws SQLException {
    String condition =
        "to_regclass('%s') IS NOT NULL OR has_schema_privilege(current_schema(), 'CREATE')";
    if (!isTrue(statement, condition.formatted(HISTORY))) {
      throw postgres.explained(new SQLException("no right to create tables", "42501"));
    }
  }

  private static boolean isTrue(Statement statement, String condition) throws SQLException {
    try (ResultSet answer = statement.executeQuery("SELECT " + condition)) {
      answer.next();
      return answer.getBoolean(1);
    }
  }

  private static Flyway flyway(Postgres postgres) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(postgres.url(), postgres.user(), postgres.password())
        .locations("classpath:ddl")
        .failOnMissingLocations(true)
        .validateMigrationNaming(true)
        .table(HISTORY)
        .loggers(FlywayLog.Creator.class.getName())
        // The schema may be the user's own, with tables of his.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }

  private static void refuseNewer(Postgres postgres, Flyway flyway) throws SQLException {
    MigrationVersion known = MigrationVersion.EMPTY;
    MigrationVersion applied = MigrationVersion.EMPTY;
    for (MigrationInfo migration : flyway.info().all()) {
      if (migration.getVersion() != null && migration.getState().isResolved()) {
        known = later(known, migration.getVersion());
      }
      if (migration.getVersion() != null && migration.getState().isApplied()) {
        applied = later(applied, migration.getVersion());
      }
    }
    if (applied.compareTo(known) > 0) {
      throw new SQLException(
          "%s has schema version %s, this program knows up to %s: use a newer program"
              .formatted(postgres, applied, known));
    }
  }

  private static MigrationVersion later(MigrationVersion left, MigrationVersion right) {
    return left.compareTo(right) < 0 ? right : left;
  }

  private static SQLException explained(Postgres postgres, FlywayException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException reason) {
        return postgres.explained(reason);
      }
    }
    String first = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return new SQLException("%s cannot be migrated: %s".formatted(postgres, first), failure);
  }
}
