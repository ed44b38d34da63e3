package dev.tidemark.station.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.tidemark.event.Failure;
import dev.tidemark.station.Installation;
import dev.tidemark.station.health.Replay;
import dev.tidemark.station.health.Replay.Outcome;
import dev.tidemark.station.health.Selection;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A dead letter on its way through the graph a second time. */
@Timeout(600)
class ReplayedRecordTest {

  private static final String TOPIC = "repaired";
  private static final String GOOD =
      "{\"event_time\":\"2026-01-09T12:00:00Z\",\"url\":\"https://shop.example/a\"}";
  private static final String BAD = GOOD.replace("/a\"}", "/b\"");

  @TempDir Path directory;

  @Test
  void aRepairedRecordCountsOnceThoughItIsReplayedTwice() throws Exception {
    try (Installation ground = Installation.start()) {
      ground.broker().createTopic(TOPIC, 1);
      ground.produce(TOPIC, 0, GOOD, BAD, GOOD);
      try (LiveStream stream =
          LiveStream.start(ground, TOPIC, directory, 1, "--earlyFiring=1s", "--idleAfter=2s")) {
        stream.reads(3);
        assertThat(replay(ground), is(new Outcome(1, 0, 0)));
        assertThat(replay(ground), is(new Outcome(0, 0, 0)));
        stream.reads(4);
        assertThat(ground.ask("SELECT read, counted, dead FROM ledger"), contains("4|3|1"));
        LiveStream.demandExact(ground, TOPIC);
        assertThat(
            ground.ask("SELECT view_count FROM page_view_counts WHERE url LIKE '%/b'"),
            contains("1"));
      }
    }
  }

  private static Outcome replay(Installation ground) throws Exception {
    return new Replay(ground.postgres(), ground.kafka())
        .run(
            Selection.of(Failure.NOT_JSON),
            dead -> (new String(dead.payload(), UTF_8) + "}").getBytes(UTF_8),
            10,
            sent -> {});
  }
}
