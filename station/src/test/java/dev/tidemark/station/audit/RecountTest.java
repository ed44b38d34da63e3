package dev.tidemark.station.audit;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The figures, against numbers that were added up by hand. */
class RecountTest {

  private Recount recount = new Recount(Scope.EVERYTHING);

  @Test
  void pageViewsAreCountedByTheMinuteAndTheString() {
    hit("12:00:00", "/a", "a.example", "u");
    hit("12:00:59.999999", "/a", "a.example", "v");
    hit("12:01:00", "/a", "a.example", "u");
    hit("12:00:30", "/a?", "a.example", "u");

    assertThat(events("page_view_counts", "12:00:00", "/a"), is(2L));
    assertThat(events("page_view_counts", "12:00:00", "/a?"), is(1L));
    assertThat(events("page_view_counts", "12:01:00", "/a"), is(1L));
  }

  @Test
  void aVisitorIsActiveOnceInEachOfTheFiveWindowsAroundAMinuteOnASiteAndInAll() {
    hit("12:04:00", "/", "a.example", "u");
    hit("12:04:30", "/", "b.example", "u");
    hit("12:05:00", "/", "a.example", "v");

    List<Long> everywhere =
        recount.windows(figure("active_users")).stream()
            .map(begin -> recount.window(figure("active_users"), begin).get(List.of("*")))
            .map(count -> Sketches.estimate(count.visitors()))
            .toList();
    assertThat(everywhere, contains(1L, 2L, 2L, 2L, 2L, 1L));
    assertThat(visitors("active_users", "12:00:00", "b.example"), is(1L));
  }

  @Test
  void theSameVisitorsAreTheSameSketchInWhateverOrderTheyCome() {
    Count one = new Count();
    Count other = new Count();
    for (int i = 0; i < 5_000; i++) {
      one.add("u" + i);
      other.add("u" + (4_999 - i));
      if (Set.of(2, 7, 100, 1_535, 1_536, 1_537, 4_999).contains(i)) {
        Count forwards = new Count();
        Count backwards = new Count();
        for (int j = 0; j <= i; j++) {
          forwards.add("u" + j);
          backwards.add("u" + (i - j));
        }
        Count merged = Count.sum(List.of(forwards, backwards));
        assertThat(Sketches.text(backwards.visitors()), is(Sketches.text(forwards.visitors())));
        assertThat(Sketches.text(merged.visitors()), is(Sketches.text(forwards.visitors())));
      }
    }
    assertThat(Sketches.text(one.visitors()), is(Sketches.text(other.visitors())));
    assertThat(Sketches.estimate(one.visitors()), is(Sketches.estimate(other.visitors())));
  }

  @Test
  void onlyWhatIsAskedForIsKept() {
    Instant from = Instant.parse("2026-01-09T12:05:00Z");
    recount = new Recount(Scope.of(from, null, List.of("host_traffic")));
    hit("12:04:59", "/", "a.example", "u");
    hit("12:05:00", "/", "a.example", "u");
    assertThat(recount.window(figure("host_traffic"), millis("12:00:00")).isEmpty(), is(true));
    assertThat(events("host_traffic", "12:05:00", "a.example"), is(1L));
    assertThat(Sketches.text(new byte[] {1, 2, 3}).startsWith("unreadable"), is(true));
    assertThat(new Count().visitors(), is(nullValue()));
  }

  private void hit(String time, String url, String host, String visitor) {
    long micros = millis(time) * 1_000;
    recount.add(
        new Hit(
            micros,
            "page_view",
            url,
            host,
            "",
            "Direct",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            false,
            visitor,
            visitor,
            null,
            "",
            "",
            null));
  }

  private long events(String table, String time, String... key) {
    return recount.window(figure(table), millis(time)).get(List.of(key)).events();
  }

  private long visitors(String table, String time, String... key) {
    Count count = recount.window(figure(table), millis(time)).get(List.of(key));
    return Sketches.estimate(count.visitors());
  }

  private static Figure figure(String table) {
    return Figure.ALL.stream().filter(f -> f.table().equals(table)).findFirst().orElseThrow();
  }

  private static long millis(String time) {
    return Instant.parse("2026-01-09T" + time + "Z").toEpochMilli();
  }
}
