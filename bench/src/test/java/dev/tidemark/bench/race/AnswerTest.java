package dev.tidemark.bench.race;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTest {

  private static final long NOON = 1_767_268_800_000L;
  private static final long MINUTE = 60_000;

  private final Answer answer = new Answer();

  @Test
  void viewsAreCountedByTheirMinuteWhoseEndIsOutside() {
    view(NOON, "/a", "-", "u1");
    view(NOON + MINUTE - 1, "/a", "-", "u2");
    view(NOON + MINUTE, "/a", "-", "u1");
    assertThat(
        answer.views(),
        is(
            Map.of(
                new Answer.Key(NOON, "https://h/a", ""),
                2L,
                new Answer.Key(NOON + MINUTE, "https://h/a", ""),
                1L)));
  }

  @Test
  void hitsAreCountedByFiveMinutesAndADashIsNoReferrer() {
    view(NOON + 4 * MINUTE, "/a", "-", "u1");
    view(NOON, "/b", "", "u1");
    view(NOON + 5 * MINUTE, "/b", "https://r/", "u1");
    assertThat(
        answer.hits(),
        is(
            Map.of(
                new Answer.Key(NOON, "h", ""),
                2L,
                new Answer.Key(NOON + 5 * MINUTE, "h", "https://r/"),
                1L)));
  }

  @Test
  void aUserIsOneInEachOfTheFiveWindowsThatHoldAView() {
    view(NOON, "/a", "-", "u1");
    view(NOON, "/b", "-", "u1");
    view(NOON + 4 * MINUTE, "/b", "-", "u2");
    Map<Long, Long> users = answer.users(Answer.MINUTES);
    assertThat(users.size(), is(9));
    assertThat(users.get(NOON - 4 * MINUTE), is(1L));
    assertThat(users.get(NOON), is(2L));
    assertThat(users.get(NOON + MINUTE), is(1L));
    assertThat(users.get(NOON + 4 * MINUTE), is(1L));
  }

  @Test
  void countedEventsEndWithTheFiveMinutesOfTheLast() {
    view(NOON + 5 * MINUTE - 1, "/a", "-", "u1");
    assertThat(answer.endMillis(), is(NOON + 5 * MINUTE));
    view(NOON + 5 * MINUTE, "/a", "-", "u1");
    assertThat(answer.endMillis(), is(NOON + 10 * MINUTE));
    assertThat(answer.events(), is(2L));
  }

  private void view(long millis, String path, String referrer, String user) {
    answer.add(millis, "https://h" + path, "h", referrer, user);
  }
}
