package dev.tidemark.acceptance;

import static dev.tidemark.acceptance.NaiveTidemark.COUNTED;
import static dev.tidemark.acceptance.NaiveTidemark.LATE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The naive program, against figures that were added up by hand. */
class NaiveTidemarkTest {

  private final List<TopicRecord> records = new ArrayList<>();

  @Test
  void anEventIsLateOnlyBeyondElevenMinutesBehindTheNewestOfItsOwnPartition() {
    view(0, "12:11:00", "/", "a");
    view(0, "12:00:00", "/", "a");
    view(0, "11:59:59.999999", "/", "a");
    view(1, "11:00:00", "/", "a");

    assertThat(fates(), contains(COUNTED, COUNTED, LATE, COUNTED));
  }

  @Test
  void neitherADeadLetterNorALateEventMovesTheClockOfItsPartition() {
    view(0, "12:00:00", "/", "a");
    record(0, "{\"event_time\":\"2027-01-09T12:00:00Z\",\"url\":\"/\"}");
    view(0, "11:49:00", "/", "a");
    view(0, "11:48:59", "/", "a");
    view(0, "11:49:00", "/", "a");

    assertThat(fates(), contains(COUNTED, "IMPLAUSIBLE_EVENT_TIME", COUNTED, LATE, COUNTED));
  }

  @Test
  void pageViewsAreCountedByTheMinuteAndTheString() {
    view(0, "12:00:00", "/a", "a");
    view(1, "12:00:59.999999", "/a", "b");
    view(0, "12:01:00", "/a", "c");
    view(0, "12:00:30", "/a?", "c");
    record(0, "{\"event_time\":\"2026-01-09T12:00:00Z\",\"url\":\"/a\",\"type\":\"click\"}");

    assertThat(
        table("page_view_counts").rows(),
        contains(
            List.of("2026-01-09T12:00:00Z", "2026-01-09T12:01:00Z", "/a", "2"),
            List.of("2026-01-09T12:00:00Z", "2026-01-09T12:01:00Z", "/a?", "1"),
            List.of("2026-01-09T12:01:00Z", "2026-01-09T12:02:00Z", "/a", "1")));
  }

  @Test
  void aVisitorIsActiveOnceInEachOfTheFiveWindowsAroundAMinuteOnASiteAndInAll() {
    view(0, "12:04:00", "https://a.example/", "a");
    view(0, "12:04:30", "https://b.example/", "a");
    view(0, "12:05:00", "https://a.example/", "b");

    List<String> everywhere =
        table("active_users").rows().stream()
            .filter(row -> row.get(2).equals("*"))
            .map(row -> row.get(0).substring(11, 16) + " " + row.get(3))
            .toList();
    assertThat(
        everywhere, contains("12:00 1", "12:01 2", "12:02 2", "12:03 2", "12:04 2", "12:05 1"));
    assertThat(table("active_users").rows().size(), is(6 + 6 + 5));
  }

  @Test
  void theLedgerCountsEveryRecordOnceAndSpansTheTimesOfAllThatCouldBeRead() {
    view(0, "12:20:00", "/", "a");
    view(0, "12:00:00", "/", "a");
    record(0, "broken");

    assertThat(
        table("ledger").rows(),
        contains(
            List.of(
                "0",
                "0",
                "2",
                "3",
                "1",
                "1",
                "0",
                "1",
                "0",
                "2026-01-09T12:00:00Z",
                "2026-01-09T12:20:00Z")));
  }

  private void view(int partition, String time, String url, String user) {
    record(
        partition,
        "{\"event_time\":\"2026-01-09T%sZ\",\"url\":\"%s\",\"user\":\"%s\"}"
            .formatted(time, url, user));
  }

  private void record(int partition, String value) {
    long offset = records.stream().filter(r -> r.partition() == partition).count();
    records.add(
        new TopicRecord(
            partition,
            offset,
            Instant.parse("2026-01-09T12:30:00Z"),
            null,
            Map.of(),
            value.getBytes(UTF_8)));
  }

  private List<String> fates() {
    return new NaiveTidemark(records).outcomes().stream().map(NaiveTidemark.Outcome::fate).toList();
  }

  private Table table(String name) {
    return new NaiveTidemark(records)
        .tables().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }
}
