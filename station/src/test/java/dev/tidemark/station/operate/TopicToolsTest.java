package dev.tidemark.station.operate;

import static dev.tidemark.station.Installation.eventually;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.tidemark.station.Installation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TopicToolsTest {
  private static final List<String> KAFKA = List.of("--kafka");
  private static Installation ground;

  @BeforeAll
  static void start() throws Exception {
    ground = Installation.start();
    ground.broker().createTopic("plain", 2, Map.of("retention.ms", "7200000"));
    ground.produce("plain", 0, "one", "two", "three");
    ground.broker().createTopic("kept", 1, Map.of("retention.ms", "-1"));
    ground.produceInTransaction("kept", 0, true, "a", "b");
    ground.produceInTransaction("kept", 0, false, "c");
  }

  @AfterAll
  static void stop() throws Exception {
    ground.close();
  }

  @Test
  void topicsTellWhatTheyHoldAndForHowLong() throws Exception {
    Ran ran = Ran.command(new Topics(), ground, KAFKA);
    assertThat(ran.err(), ran.code(), is(0));
    assertThat(line(ran.out(), "topic"), matchesPattern("topic +partitions +messages .*"));
    assertThat(
        line(ran.out(), "plain"),
        matchesPattern("plain +2 +3 +\\d+ k?B +2 h 00 m +\\d{4}-\\d\\d-\\d\\d \\S+Z"));
    assertThat(line(ran.out(), "kept"), matchesPattern("kept +1 +5 .* for ever .*"));
    Ran json = Ran.command(new Topics(), ground, KAFKA, "--json");
    assertThat(line(json.out(), "{\"topic\":\"plain\""), containsString("\"messages\":3,"));
  }

  @Test
  void countKnowsOffsetsAndReadsRecordsWhenAskedTo() throws Exception {
    assertThat(
        line(Ran.command(new Count(), ground, KAFKA, "kept").out(), "all"),
        matchesPattern("all +5"));
    assertThat(
        line(Ran.command(new Count(), ground, KAFKA, "kept", "--exact").out(), "all"),
        matchesPattern("all +5 +2"));
    assertThat(
        Ran.command(new Count(), ground, KAFKA, "plain", "--json").out(),
        containsString(
            "{\"topic\":\"plain\",\"partition\":0,\"firstOffset\":0,\"endOffset\":3,"
                + "\"messages\":3,\"records\":null}"));
  }

  @Test
  void aTopicThatIsNotThereIsAnErrorThatNamesTheOthers() throws Exception {
    Ran ran = Ran.command(new Count(), ground, KAFKA, "plane");
    assertThat(ran.code(), is(1));
    assertThat(ran.err(), containsString("has no topic plane."));
    assertThat(ran.err(), containsString("plain"));
  }

  @Test
  void peekShowsTheLastOrTheFirstOrThoseFromAnOffset() throws Exception {
    Ran last = Ran.command(new Peek(), ground, KAFKA, "plain", "--limit=2");
    assertThat(last.out(), containsString("  two"));
    assertThat(last.out(), containsString("  three"));
    assertThat(last.out(), not(containsString("  one")));
    Ran first = Ran.command(new Peek(), ground, KAFKA, "plain", "--from=earliest", "--limit=1");
    assertThat(first.out(), containsString("plain/0/0  20"));
    assertThat(first.out(), not(containsString("  two")));
    Ran offset =
        Ran.command(new Peek(), ground, KAFKA, "plain", "--from=2", "--partition=0", "--json");
    assertThat(offset.out(), containsString("\"offset\":2,"));
    assertThat(offset.out(), not(containsString("\"offset\":1,")));
    Ran ago = Ran.command(new Peek(), ground, KAFKA, "plain", "--from=1h", "--limit=1");
    assertThat(ago.out(), containsString("plain/0/0"));
    Ran committed = Ran.command(new Peek(), ground, KAFKA, "kept");
    assertThat(committed.out(), containsString("  b"));
    assertThat(committed.out(), not(containsString("  c")));
  }

  @Test
  void aRecordPlaysNoTricksOnTheTerminal() throws Exception {
    ground.broker().createTopic("hostile", 1);
    ground.produce("hostile", 0, "\u001b[2J\u202eevil\nplain/0/0 forged\u0007\u009b");
    Ran ran = Ran.command(new Peek(), ground, KAFKA, "hostile");
    assertThat(
        ran.out(), containsString("  \\u001b[2J\\u202eevil\\nplain/0/0 forged\\u0007\\u009b\n"));
  }

  @Test
  void peekFollowsUntilItHasEnough() throws Exception {
    ground.broker().createTopic("followed", 1);
    ground.produce("followed", 0, "before");
    CompletableFuture<Ran> following =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Ran.command(new Peek(), ground, KAFKA, "followed", "--follow", "--limit=3");
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    eventually(
        () -> {
          ground.produce("followed", 0, "after");
          return following.isDone();
        },
        done -> done);
    assertThat(following.get(1, TimeUnit.SECONDS).out().lines().count(), is(6L));
  }

  @Test
  void lagTellsHowFarTheLedgerIs() throws Exception {
    ground.broker().createTopic("behind", 2);
    ground.produce("behind", 1, "a", "b", "c");
    ground.enter("behind", 1, 0, 0, "2026-01-09 12:01:00Z");
    Ran ran = Ran.command(new Lag(), ground, "--topic=behind");
    assertThat(ran.err(), ran.code(), is(0));
    assertThat(
        line(ran.out(), "behind +1"),
        matchesPattern("behind +1 +3 +1 +2 +2026-01-09 12:00:00Z .* d .* h"));
    Ran json = Ran.command(new Lag(), ground, "--topic=behind", "--json");
    assertThat(json.out(), containsString("\"lag\":2,\"watermark\":\"2026-01-09T12:00:00.000Z\""));
    Ran nowhere = Ran.command(new Lag(), ground, "--topic=nowhere");
    assertThat(nowhere.code(), is(1));
    assertThat(nowhere.err(), containsString("has no topic nowhere"));
  }

  private static String line(String text, String beginning) {
    return text.lines()
        .filter(line -> line.matches(beginning.replace("{", "\\{") + ".*"))
        .findFirst()
        .orElse("no line begins with " + beginning + " in\n" + text);
  }
}
