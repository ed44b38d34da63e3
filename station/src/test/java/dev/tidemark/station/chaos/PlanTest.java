package dev.tidemark.station.chaos;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import dev.tidemark.run.Home;
import dev.tidemark.station.chaos.Action.Deed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final Duration EVERY = Duration.ofSeconds(12);
  private static final List<Action> ACTIONS =
      List.of(
          Action.kill("often", 9, Deed.NOTHING, Deed.NOTHING),
          Action.stall("seldom", 1, 2, 20, Deed.NOTHING));

  @Test
  void theSameSeedGivesTheSamePlan() {
    assertThat(told(draw(7, 50)), is(told(draw(7, 50))));
    assertThat(told(draw(7, 50)), is(not(told(draw(8, 50)))));
  }

  @Test
  void aShorterPlanIsTheBeginOfALongerOne() {
    assertThat(told(draw(7, 10)), is(told(draw(7, 50)).subList(0, 10)));
  }

  @Test
  void thePlansBehindTheResultsInTheDocumentationStayAsTheyWere() {
    Target target = new UpTarget(new Home(Path.of("nowhere")), 4);
    List<String> plan = told(Plan.draw(1, target.actions(), EVERY, 4));
    assertThat(
        plan,
        is(
            List.of(
                "  1  after  9.8 s  kill-all",
                "  2  after  6.5 s  kill-all",
                "  3  after 17.3 s  kill-all",
                "  4  after  6.2 s  kill-all")));
  }

  @Test
  void everyActionIsDrawnAboutAsOftenAsItsWeightSays() {
    long seldom =
        draw(3, 10_000).stream().filter(step -> step.action().name().equals("seldom")).count();
    assertThat(seldom, is(allOf(greaterThanOrEqualTo(900L), lessThanOrEqualTo(1_100L))));
  }

  @Test
  void timesLieWithinTheirBounds() {
    List<Duration> calm = draw(3, 1_000).stream().map(Step::calm).toList();
    assertThat(calm, everyItem(greaterThanOrEqualTo(Duration.ofSeconds(6))));
    assertThat(calm, everyItem(lessThanOrEqualTo(Duration.ofSeconds(18))));
    List<Duration> stalls =
        draw(3, 1_000).stream()
            .filter(step -> step.action().kind() == Action.Kind.STALL)
            .map(Step::holds)
            .toList();
    assertThat(stalls, everyItem(greaterThanOrEqualTo(Duration.ofSeconds(2))));
    assertThat(stalls, everyItem(lessThanOrEqualTo(Duration.ofSeconds(20))));
  }

  @Test
  void anyOfSeveralCanBeStruck() {
    List<String> several = List.of("one", "two", "three");
    assertThat(
        draw(5, 100).stream().map(step -> step.of(several)).collect(Collectors.toSet()),
        containsInAnyOrder("one", "two", "three"));
  }

  private static List<Step> draw(long seed, int count) {
    return Plan.draw(seed, ACTIONS, EVERY, count).steps();
  }

  private static List<String> told(Plan plan) {
    return told(plan.steps());
  }

  private static List<String> told(List<Step> steps) {
    return steps.stream().map(Step::toString).toList();
  }
}
