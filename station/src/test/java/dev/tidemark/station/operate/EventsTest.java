package dev.tidemark.station.operate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.tidemark.station.Installation;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EventsTest {
  private static final List<String> POSTGRES = List.of("--postgres");
  private static Installation ground;

  @BeforeAll
  static void start() throws Exception {
    ground = Installation.start();
    ground.run(
        "SELECT ensure_event_day(current_date)", "SELECT ensure_event_day(current_date - 1)");
  }

  @AfterAll
  static void stop() throws Exception {
    ground.close();
  }

  @BeforeEach
  void fill() throws Exception {
    ground.run(
        "TRUNCATE processed_events, late_events, dead_letters",
        event(1, "current_date + interval '1 second'", "ann", "shop.example", "DE"),
        event(2, "current_date + interval '2 seconds'", "bob", "shop.example", "FR"),
        event(3, "current_date - interval '1 second'", "ann", "blog.example", "DE"),
        event(4, "timestamptz '2001-01-01'", "bob", "shop.example\u001b[2J", "DE"));
  }

  @Test
  void countKnowsFiltersAndGroups() throws Exception {
    Ran all = Ran.command(new Events(), ground, POSTGRES, "count");
    assertThat(all.err(), all.code(), is(0));
    assertThat(all.out().lines().toList().get(1), matchesPattern("all +4 +2 +0"));
    Ran some =
        Ran.command(
            new Events(),
            ground,
            POSTGRES,
            "count",
            "--from=2002-01-01",
            "--country=DE",
            "--by=host",
            "--json");
    assertThat(
        some.out(),
        is(
            """
            {"host":"blog.example","events":1,"visitors":1,"botEvents":0}
            {"host":"shop.example","events":1,"visitors":1,"botEvents":0}
            """));
  }

  @Test
  void aSampleShowsEventsAndNoTricks() throws Exception {
    Ran ran = Ran.command(new Events(), ground, POSTGRES, "sample", "--to=2002-01-01");
    assertThat(ran.out(), containsString("host              shop.example\\u001b[2J"));
    assertThat(ran.out(), not(containsString("blog.example")));
    ground.run("UPDATE processed_events SET path = '/\u202e'");
    Ran json = Ran.command(new Events(), ground, POSTGRES, "sample", "--limit=2", "--json");
    assertThat(json.out(), containsString("\"path\":\"/\\u202E\""));
    assertThat(json.out().lines().count(), is(2L));
  }

  @Test
  void daysBeforeADateAreDroppedAndStraysDeletedWhenTold() throws Exception {
    Ran asked = Ran.command(new Events(), ground, POSTGRES, "delete", "--before=0d");
    assertThat(asked.code(), is(2));
    assertThat(asked.err(), containsString("Drop 1 days of events and delete 1 others"));
    Ran ran = Ran.command(new Events(), ground, POSTGRES, "delete", "--before=0d", "--yes");
    assertThat(ran.err(), ran.code(), is(0));
    assertThat(
        ground.ask("SELECT \"offset\" FROM processed_events ORDER BY 1"), contains("1", "2"));
    ground.run("SELECT ensure_event_day(current_date - 1)");
  }

  @Test
  void oneVisitorsEventsGoAndWhatElseHoldsThemIsSaid() throws Exception {
    ground.dead("events", 0, 9, "NO_URL", "{\"user_id\": \"ann\"}");
    ground.dead("events", 0, 10, "NO_URL", "{\"user_id\": \"bob\"}");
    Ran ran = Ran.command(new Events(), ground, POSTGRES, "delete", "--visitor=ann", "--yes");
    assertThat(ran.err(), ran.code(), is(0));
    assertThat(ran.out(), containsString("2 rows deleted."));
    assertThat(ran.out(), matchesPattern("(?s).*dead letters that hold the ID +1\n.*"));
    assertThat(ran.out(), containsString("add --payloads"));
    assertThat(ran.out(), containsString("the records in Kafka"));
    assertThat(ground.ask("SELECT DISTINCT visitor_id FROM processed_events"), contains("bob"));
    Ran more =
        Ran.command(
            new Events(), ground, POSTGRES, "delete", "--visitor=ann", "--payloads", "--yes");
    assertThat(more.out(), containsString("1 rows deleted."));
    assertThat(ground.ask("SELECT \"offset\" FROM dead_letters"), contains("10"));
  }

  @Test
  void deletingNothingInParticularIsAMistake() throws Exception {
    assertThat(Ran.command(new Events(), ground, POSTGRES, "delete").code(), is(2));
  }

  private static String event(
      long offset, String time, String visitor, String host, String country) {
    return """
        INSERT INTO processed_events (topic, partition, "offset", event_time, event_type,
          kafka_time, processing_time, visitor_id, url, host, referrer, referrer_host,
          source_class, country_code, is_bot)
        VALUES ('events', 0, %d, %s, 'page_view', now(), now(), '%s', '', '%s', '', '', 'DIRECT',
          '%s', false)"""
        .formatted(offset, time, visitor, host, country);
  }
}
