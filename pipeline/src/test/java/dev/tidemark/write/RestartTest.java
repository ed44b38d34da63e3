package dev.tidemark.write;

import static dev.tidemark.write.Sql.count;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.tidemark.servers.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RestartTest {
  private static final int ROUNDS = 60;

  @Test
  void aServerThatRestartsInTheMiddleOfABatchLosesNothing(@TempDir Path directory)
      throws Exception {
    Database database = Database.start(directory);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Postgres postgres = Sql.postgres(database);
    Retry soon = new Retry(Duration.ofMillis(5), Duration.ofMillis(100));
    try (RowWriter writer = new RowWriter(postgres, soon)) {
      Migrations.apply(postgres);
      AtomicInteger written = new AtomicInteger();
      Future<?> writing =
          threads.submit(
              () -> {
                for (int round = 1; round <= ROUNDS; round++) {
                  Rows rows = new Rows(HostTraffic.TABLE);
                  for (int host = 0; host < 2_000; host++) {
                    HostTraffic.add(rows, "round" + round + "host" + host, round);
                  }
                  assertThat(writer.write(rows), is(empty()));
                  written.set(round);
                }
                return null;
              });
      awaitSome(written);
      int port = database.port();
      database.close();
      int before = written.get();
      database = Database.start(directory, port);
      writing.get();
      assertThat("the server went too late to matter", before, is(lessThan(ROUNDS)));
      assertThat(count(postgres, "host_traffic"), is(2_000L * ROUNDS));
    } finally {
      threads.shutdownNow();
      database.close();
    }
  }

  private static void awaitSome(AtomicInteger written) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (written.get() < 5) {
      assertThat("nothing is written", System.nanoTime(), is(lessThan(deadline)));
      Thread.onSpinWait();
    }
  }
}
