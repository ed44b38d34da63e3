package dev.tidemark.run;

import dev.tidemark.write.Migrations;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Brings the database to the schema of this program. */
@Command(
    name = "migrate",
    description = "Create or migrate the tables; run does the same when it starts.")
public final class Migrate implements Callable<Integer> {

  @Mixin PostgresOptions postgres;
  @Spec CommandSpec command;

  @Override
  public Integer call() throws SQLException, InterruptedException {
    Migrations.apply(postgres.database(command));
    return 0;
  }
}
