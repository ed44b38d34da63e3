package dev.tidemark.station.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What will be done and when, drawn before anything is: the same seed gives the same plan. */
record Plan(List<Step> steps) {

  Plan {
    steps = List.copyOf(steps);
  }

  /**
   * Draws so many steps.
   *
   * @param every how long it is calm between two of them, on average; between half of it and one
   *     and a half
   */
  static Plan draw(long seed, List<Action> actions, Duration every, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Step> steps = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      Duration calm = between(every.dividedBy(2), every.plus(every.dividedBy(2)), random);
      Action action = one(actions, random);
      Duration holds = between(action.least(), action.most(), random);
      steps.add(new Step(number, calm, action, holds, random.nextInt(Integer.MAX_VALUE)));
    }
    return new Plan(steps);
  }

  boolean has(String action) {
    return steps.stream().anyMatch(step -> step.action().name().equals(action));
  }

  private static Action one(List<Action> actions, SplittableRandom random) {
    int left = random.nextInt(actions.stream().mapToInt(Action::weight).sum());
    for (Action action : actions) {
      left -= action.weight();
      if (left < 0) {
        return action;
      }
    }
    throw new IllegalStateException("less than all weights together lies in one of them");
  }

  private static Duration between(Duration least, Duration most, SplittableRandom random) {
    long span = most.minus(least).toMillis();
    return least.plusMillis(random.nextLong(span + 1));
  }
}
