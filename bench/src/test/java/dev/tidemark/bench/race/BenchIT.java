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
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small races, for their answers and not for their times. */
@Timeout(1_200)
class BenchIT {

  private static final long EVENTS = 60_000;

  /** Tidemark and the yardsticks, and the ends of curves that ask for other figures. */
  private static final Set<String> FEW =
      Set.of(
          "core-limit",
          "core-tidemark-flink",
          "core-flink",
          "full-tidemark-flink",
          "full-copy",
          "figures-30-figures",
          "overlap-24-hours");

  /** The ends of the other curves. */
  private static final Set<String> FARTHEST = Set.of("keys-5000000-urls", "size-20000-bytes");

  @TempDir Path directory;

  @Test
  void tidemarkAndItsYardsticksGiveTheRightAnswer() throws Exception {
    List<Contender> contenders = built(contender -> FEW.contains(contender.id()));
    assertThat(contenders, hasSize(FEW.size()));
    race(contenders);
  }

  @Test
  @Tag("long")
  void everyOtherContenderGivesTheRightAnswer() throws Exception {
    List<Contender> contenders =
        built(
            contender ->
                !FEW.contains(contender.id())
                    && (contender.job() == Job.CORE
                        || contender.job() == Job.FULL
                        || FARTHEST.contains(contender.id())));
    assertThat(
        contenders.stream().map(Contender::id).toList(),
        hasItems(
            "core-flink-optimised",
            "core-kafka-streams",
            "core-kafka-streams-optimised",
            "core-spark",
            "core-beam-textbook",
            "core-tidemark-spark",
            "core-tidemark-direct",
            "full-tidemark-flink-metrics",
            "keys-5000000-urls",
            "size-20000-bytes"));
    race(contenders);
  }

  private static List<Contender> built(Predicate<Contender> wanted) {
    return new Contenders(House.own(), List.of())
        .all().stream().filter(Contender::isBuilt).filter(wanted).toList();
  }

  private void race(List<Contender> contenders) throws Exception {
    StringWriter said = new StringWriter();
    List<Lap> laps = new Race(contenders, EVENTS, 1, directory, new PrintWriter(said, true)).run();
    assertThat(said.toString(), laps.stream().filter(lap -> !lap.isRight()).toList(), hasSize(0));
    assertThat(laps, hasSize(contenders.size()));
    assertThat(
        laps.stream().map(lap -> lap.effort().cpuSeconds()).toList(), everyItem(greaterThan(0.0)));
  }
}
