package dev.tidemark.write;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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

  /** Processes that start together wait for each other, a second a try. */
  private static final int MOST_TRIES_FOR_THE_LOCK = 600;

  private Migrations() {}

  /** Applies what is missing; failures say in one line what to do. */
  public static void apply(Postgres postgres) throws SQLException {
    demandRight(postgres);
    Flyway flyway = flyway(postgres);
    try {
      refuseNewer(postgres, flyway);
      int applied = flyway.migrate().migrationsExecuted;
      if (applied > 0) {
        log.info("{} was migrated to version {}", postgres, flyway.info().current().getVersion());
      }
    } catch (FlywayException e) {
      throw explained(postgres, e);
    }
  }

  /** Flyway would try for ten seconds to make its first table. */
  private static void demandRight(Postgres postgres) throws SQLException {
    String question =
        "SELECT to_regclass('%s') IS NOT NULL OR has_schema_privilege(current_schema(), 'CREATE')"
            .formatted(HISTORY);
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      answer.next();
      if (!answer.getBoolean(1)) {
        throw postgres.explained(new SQLException("no right to create tables", "42501"));
      }
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
        .lockRetryCount(MOST_TRIES_FOR_THE_LOCK)
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
