package dev.tidemark.station.audit;

import static dev.tidemark.station.audit.PartitionOrder.NONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.tidemark.run.EventRules;
import dev.tidemark.station.audit.Outcome.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionOrderTest {

  private static final Finder FINDER = new Finder(EventRules.STANDARD, "of the test");

  private final List<String> fates = new ArrayList<>();
  private PartitionOrder order = new PartitionOrder(EventRules.STANDARD, FINDER, NONE, NONE);

  @Test
  void anEventIsLateOnlyBeyondElevenMinutesBehindTheNewest() {
    view("12:11:00", "a");
    view("12:00:00", "b");
    Outcome late = view("11:59:59.999999", "c");
    assertThat(fates, contains("COUNTED", "COUNTED", "LATE"));
    assertThat(late.behind(), is(Duration.ofMinutes(10).toMillis() * 1_000 + 1));
  }

  @Test
  void neitherADeadRecordNorALateEventMovesTheClock() {
    view("12:00:00", "a");
    record("{\"event_time\":\"2027-01-09T12:00:00Z\",\"url\":\"/\"}");
    view("11:49:00", "b");
    view("11:48:59", "c");
    view("11:49:00", "d");
    assertThat(fates, contains("COUNTED", "DEAD", "COUNTED", "LATE", "COUNTED"));
  }

  @Test
  void retriesAreDroppedWhenAskedForAsFarBackAsTheyCouldCount() {
    EventRules standard = EventRules.STANDARD;
    order =
        new PartitionOrder(
            new EventRules(
                null,
                standard.maxEventBytes(),
                standard.maxFuture(),
                standard.outOfOrderness(),
                standard.allowedLateness(),
                true,
                List.of()),
            FINDER,
            NONE,
            NONE);
    view("12:00:00", "a");
    view("12:00:01", "a");
    view("12:30:00", "b");
    view("12:31:00", "a");
    assertThat(fates, contains("COUNTED", "DUPLICATE", "COUNTED", "COUNTED"));
  }

  @Test
  void whereDeletedRecordsMayHaveMovedTheClockNothingIsClaimed() {
    order = new PartitionOrder(EventRules.STANDARD, FINDER, NONE, micros("12:00:00"));
    view("11:00:00", "a");
    view("11:55:00", "b");
    view("12:00:00", "c");
    view("11:00:00", "d");
    assertThat(fates, contains("UNDECIDED", "COUNTED", "COUNTED", "LATE"));
  }

  @Test
  void whatTheLedgerKnowsOfDeletedRecordsDecides() {
    order = new PartitionOrder(EventRules.STANDARD, FINDER, micros("12:00:00"), micros("12:00:00"));
    view("11:48:59", "a");
    view("11:49:00", "b");
    assertThat(fates, contains("LATE", "COUNTED"));
  }

  private static long micros(String time) {
    return Instant.parse("2026-01-09T" + time + "Z").toEpochMilli() * 1_000;
  }

  private Outcome view(String time, String id) {
    return record(
        "{\"event_time\":\"2026-01-09T%sZ\",\"url\":\"/\",\"event_id\":\"%s\"}"
            .formatted(time, id));
  }

  private Outcome record(String value) {
    Outcome outcome =
        order.next(
            new TopicRecord(
                "t", 0, fates.size(), micros("12:30:00") / 1_000, value.getBytes(UTF_8)));
    fates.add(outcome.fate().name());
    assertThat(outcome.is(Fate.COUNTED), is(outcome.hit() != null));
    return outcome;
  }
}
