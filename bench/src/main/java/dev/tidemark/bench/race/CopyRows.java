package dev.tidemark.bench.race;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;

/**
 * How fast the database could be: the rows of {@code processed_events} that Tidemark has written,
 * copied into the same table by nothing but COPY, in binary, on two connections.
 */
final class CopyRows {

  private static final int CONNECTIONS = 2;
  private static final int BUFFER = 1 << 20;

  private CopyRows() {}

  public static void main(String[] args) throws Exception {
    Course course = Course.of(System.getenv());
    List<Callable<Long>> copies = new ArrayList<>();
    for (int part = 0; part < CONNECTIONS; part++) {
      Path file = file(course.work().getParent(), part);
      copies.add(() -> copy(course, file));
    }
    ExecutorService pool = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      for (Future<Long> copy : pool.invokeAll(copies)) {
        copy.get();
      }
    } finally {
      pool.shutdown();
    }
  }

  private static long copy(Course course, Path file) throws SQLException, IOException {
    try (Connection connection =
            DriverManager.getConnection(course.jdbc(), course.user(), course.password());
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      return connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY processed_events FROM STDIN (FORMAT binary)", in, BUFFER);
    }
  }

  /** Keeps the rows of a lap for the copies to come. */
  static void keep(Store store, Path directory) throws SQLException, IOException {
    for (int part = 0; part < CONNECTIONS; part++) {
      try (Connection connection = store.connect();
          OutputStream out = Files.newOutputStream(file(directory, part))) {
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut(
                "COPY (SELECT * FROM processed_events WHERE partition %% %d = %d)"
                        .formatted(CONNECTIONS, part)
                    + " TO STDOUT (FORMAT binary)",
                out);
      }
    }
  }

  /** Whether there is anything to copy. */
  static boolean areKept(Path directory) {
    return Files.exists(file(directory, CONNECTIONS - 1));
  }

  private static Path file(Path directory, int part) {
    return directory.resolve("rows-" + part + ".bin");
  }
}
