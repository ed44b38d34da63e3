package dev.tidemark.bench.race;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ChildTest {

  /** Starts a grandchild, leaves it to itself, and both are deaf to requests. */
  private static final String DEAF =
      "trap '' TERM; (while :; do sleep 1; done) & while :; do sleep 1; done";

  @TempDir Path directory;

  @Test
  void whoeverWasStartedIsGoneOnceItIsClosed() throws Exception {
    Family family;
    try (Child child = start(DEAF)) {
      family = child.family();
      while (family.members().size() < 2) {
        Thread.onSpinWait();
      }
      assertThat(family.effort().peakBytes(), greaterThan(0L));
    }
    assertThat(family.members(), is(empty()));
  }

  @Test
  void aGrandchildWhoseParentHasEndedBelongsToTheFamilyStill() throws Exception {
    try (Child child = start("(while :; do sleep 1; done) & exit 3")) {
      while (child.isAlive()) {
        Thread.onSpinWait();
      }
      assertThat(child.exitCode(), is(3));
      assertThat(child.family().members(), is(not(empty())));
    }
  }

  private Child start(String script) throws Exception {
    return Child.start(List.of("sh", "-c", script), Map.of(), directory.resolve("words.log"));
  }
}
