package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import dev.tidemark.acceptance.House.Outcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The chaos harness, shortly; {@code ./tidemark chaos} does the same for as long as one likes. */
@Timeout(1_800)
class ChaosIT {

  private static final Duration DEADLINE = Duration.ofMinutes(12);

  @TempDir Path directory;

  @Test
  void nothingIsLostOrDoubledHoweverOftenItIsKilled() throws Exception {
    House house = new House("chaos", directory.resolve("home"));
    Outcome run =
        house.tidemark(
            DEADLINE,
            "chaos",
            "--seed=3",
            "--minutes=0.5",
            "--events=15000",
            "--every=5s",
            "--steps=3",
            "--actions=kill-all,kill-engine,kill-backend");
    assertThat(run.printed(), run.exitCode(), is(0));
    assertThat(run.printed(), matchesPattern("(?s).*\nkills +3\n.*"));
    assertThat(
        run.printed(), matchesPattern("(?s).*\nrecords sent +(1[5-9]|[2-9]\\d|\\d{3}),\\d{3}\n.*"));
    assertThat(run.printed(), containsString("Exact: seed 3, up"));
  }

  @Test
  void aRowThatIsTakenAwayIsFound() throws Exception {
    House house = new House("chaos-damaged", directory.resolve("home"));
    FutureTask<Outcome> run =
        new FutureTask<>(
            () -> house.tidemark(DEADLINE, "chaos", "--minutes=0.3", "--events=4000", "--steps=0"));
    new Thread(run, "chaos").start();
    while (!run.isDone() && !(house.isKnown() && takesAwayAnEvent(house.store()))) {
      TimeUnit.MILLISECONDS.sleep(250);
    }
    Outcome ended = run.get();
    assertThat(ended.printed(), ended.exitCode(), is(1));
    assertThat(ended.printed(), matchesPattern("(?s).*\nmismatching rows +1\n.*"));
    assertThat(ended.printed(), containsString("NOT EXACT"));
  }

  private static boolean takesAwayAnEvent(Store store) throws SQLException {
    String event =
        "DELETE FROM processed_events WHERE (topic, partition, \"offset\") ="
            + " (SELECT topic, partition, \"offset\" FROM processed_events"
            + " ORDER BY \"offset\" LIMIT 1)";
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(event) > 0;
    }
  }
}
