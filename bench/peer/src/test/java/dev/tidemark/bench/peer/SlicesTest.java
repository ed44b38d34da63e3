package dev.tidemark.bench.peer;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SlicesTest {
  private static final long MINUTE = 60_000;

  private final Slices slices = new Slices(3);
  private final Map<String, Long> counts = new HashMap<>();
  private final Map<Long, List<byte[]>> users = new TreeMap<>();

  @Test
  void countsPagesByMinuteAndTrafficByFive() {
    add(0, "https://a.example/1", "r");
    add(MINUTE, "https://a.example/2", "r");
    add(MINUTE, "https://a.example/2", "");
    slices.drain(this::take);
    assertThat(
        counts,
        equalTo(
            Map.of(
                "PAGE_VIEWS 0 https://a.example/1 ", 1L,
                "PAGE_VIEWS 60000 https://a.example/2 ", 2L,
                "WEB_TRAFFIC 0 a.example r", 2L,
                "WEB_TRAFFIC 0 a.example ", 1L)));
  }

  @Test
  void keepsWhatHasNotEnded() {
    add(0, "https://a.example/1", "");
    add(MINUTE, "https://a.example/1", "");
    slices.drain(2 * MINUTE - 1, this::take);
    assertThat(counts, equalTo(Map.of("PAGE_VIEWS 0 https://a.example/1 ", 1L)));
  }

  @Test
  void losesNothingBetweenTwoDrains() {
    for (int i = 0; i < 100; i++) {
      add(i * MINUTE / 10, "https://a.example/1", "");
      slices.drain(i * MINUTE / 20, this::take);
    }
    slices.drain(this::take);
    assertThat(sum("PAGE_VIEWS"), equalTo(100L));
    assertThat(sum("WEB_TRAFFIC"), equalTo(100L));
  }

  @Test
  void sketchesTheUsersOfAMinute() {
    add(0, "https://a.example/1", "");
    add(1, "https://a.example/1", "");
    slices.drain(this::take);
    assertThat(Distinct.estimate(users.get(0L)), equalTo(2L));
  }

  private void add(long time, String url, String referrer) {
    View view = new View();
    view.time = time;
    view.url = url;
    view.user = "u" + time;
    view.referrer = referrer;
    slices.add(view);
  }

  private void take(Partial partial) {
    Table table = Table.values()[partial.table];
    if (table == Table.ACTIVE_USERS) {
      users.put(partial.start, List.of(partial.users));
    }
    for (int i = 0; i < partial.keys.length; i++) {
      String referrer = partial.referrers.length == 0 ? "" : partial.referrers[i];
      String key = table + " " + partial.start + " " + partial.keys[i] + " " + referrer;
      counts.merge(key, partial.counts[i], Long::sum);
    }
  }

  private long sum(String table) {
    return counts.entrySet().stream()
        .filter(count -> count.getKey().startsWith(table))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
