package dev.tidemark.station.chaos;

import dev.tidemark.run.UserError;
import dev.tidemark.write.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The processes of an embedded database; they are not children of the one that started them. */
record PostgresProcesses(Path directory) {

  private static final String BACKENDS =
      "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
          + " AND pid <> pg_backend_pid() ORDER BY pid";

  /** All of them, the first being the one that the others come from; none when it is down. */
  List<ProcessHandle> all() throws IOException {
    Path mark = directory.resolve("cluster").resolve("postmaster.pid");
    if (!Files.exists(mark)) {
      return List.of();
    }
    long pid = Long.parseLong(Files.readAllLines(mark).get(0).strip());
    return ProcessHandle.of(pid)
        .filter(server -> server.info().command().orElse("").endsWith("postgres"))
        .map(server -> Stream.concat(Stream.of(server), server.descendants()).toList())
        .orElse(List.of());
  }

  /** Those that work for a connection. */
  static List<ProcessHandle> backends(Postgres database) throws SQLException {
    List<ProcessHandle> backends = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(BACKENDS)) {
      while (rows.next()) {
        ProcessHandle.of(rows.getLong(1)).ifPresent(backends::add);
      }
    }
    if (backends.isEmpty()) {
      throw new UserError("Nobody is connected to the database.", "See the logs in the home.");
    }
    return backends;
  }
}
