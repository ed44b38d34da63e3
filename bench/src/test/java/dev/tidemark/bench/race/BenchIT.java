package dev.tidemark.bench.race;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A small race, for its answers and not for its times, of all contenders that are built. */
@Timeout(900)
class BenchIT {

  private static final long EVENTS = 60_000;

  @TempDir Path directory;

  @Test
  void everyContenderGivesTheRightAnswer() throws Exception {
    List<Contender> contenders =
        new Contenders(House.own(), List.of()).all().stream().filter(Contender::isBuilt).toList();
    assertThat(
        contenders.stream().map(Contender::id).toList(),
        hasItems(
            "core-limit",
            "core-tidemark-flink",
            "core-tidemark-spark",
            "core-tidemark-direct",
            "full-tidemark-flink",
            "full-tidemark-flink-metrics",
            "full-copy"));
    StringWriter said = new StringWriter();
    List<Lap> laps = new Race(contenders, EVENTS, 1, directory, new PrintWriter(said, true)).run();
    assertThat(said.toString(), laps.stream().filter(lap -> !lap.isRight()).toList(), hasSize(0));
    assertThat(laps, hasSize(contenders.size()));
    assertThat(
        laps.stream().map(lap -> lap.effort().cpuSeconds()).toList(), everyItem(greaterThan(0.0)));
  }
}
