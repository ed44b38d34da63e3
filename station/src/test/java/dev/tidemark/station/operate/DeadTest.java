package dev.tidemark.station.operate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.run.UserError;
import dev.tidemark.station.Installation;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DeadTest {
  private static final List<String> POSTGRES = List.of("--postgres");
  private static Installation ground;
  private String topic;

  @BeforeAll
  static void start() throws Exception {
    ground = Installation.start();
  }

  @AfterAll
  static void stop() throws Exception {
    ground.close();
  }

  @BeforeEach
  void empty(TestInfo test) throws Exception {
    ground.run("DELETE FROM dead_letters");
    topic = test.getTestMethod().orElseThrow().getName();
  }

  @Test
  void listCountsByFailureAndShowsTheNewest() throws Exception {
    ground.dead(topic, 0, 1, "NOT_JSON", "{");
    ground.dead(topic, 0, 2, "NO_URL", "{}");
    ground.run("UPDATE dead_letters SET detail = E'bell \\u0007' WHERE \"offset\" = 2");
    Ran all = Ran.command(new Dead(), ground, POSTGRES, "list");
    assertThat(all.err(), all.code(), is(0));
    assertThat(all.out(), containsString("NOT_JSON      1         0"));
    assertThat(all.out(), containsString("bell \\u0007"));
    Ran one = Ran.command(new Dead(), ground, POSTGRES, "list", "--failure=no_url", "--json");
    assertThat(one.out(), containsString("\"offset\":2,"));
    assertThat(one.out(), not(containsString("NOT_JSON")));
    Ran none = Ran.command(new Dead(), ground, POSTGRES, "list", "--since=1m");
    assertThat(none.out(), is("There are no dead letters.\n"));
  }

  @Test
  void showTellsThePayloadAndTheRemedy() throws Exception {
    ground.dead(topic, 0, 1, "NOT_JSON", "{\u001b[31m\n");
    Ran shown = Ran.command(new Dead(), ground, POSTGRES, "show", topic + "/0/1");
    assertThat(shown.out(), containsString("meaning     The record is not JSON"));
    assertThat(shown.out(), containsString("{\\u001b[31m\\n"));
    Ran none = Ran.command(new Dead(), ground, POSTGRES, "show", topic + "/0/2");
    assertThat(none.code(), is(1));
    assertThat(none.err(), containsString("There is no dead letter"));
    assertThat(Ran.command(new Dead(), ground, POSTGRES, "show", "x").code(), is(2));
  }

  @Test
  void replayReplacesWhatIsWrongAndLeavesOutWhatItCannotRepair() throws Exception {
    ground.broker().createTopic(topic, 1);
    ground.dead(topic, 0, 1, "NOT_JSON", "{\"price\": NaN}");
    ground.dead(topic, 0, 2, "NOT_JSON", "{");
    Ran ran =
        Ran.command(
            new Dead(), ground, "replay", "--failure=NOT_JSON", "--replace=NaN", "--with=null");
    assertThat(ran.err(), ran.code(), is(0));
    assertThat(ran.out(), containsString("1 replayed.\n1 left out"));
    assertThat(
        ground.records(topic, 0).stream().map(r -> new String(r.value(), UTF_8)).toList(),
        contains("{\"price\": null}"));
    assertThat(
        ground.ask("SELECT \"offset\", replayed_offset FROM dead_letters ORDER BY 1"),
        contains("1|0", "2|null"));
  }

  @Test
  void replayWarnsOfWhatFailsAgain() throws Exception {
    ground.broker().createTopic(topic, 1);
    ground.dead(topic, 0, 1, "NOT_JSON", "{");
    Ran ran = Ran.command(new Dead(), ground, "replay", topic + "/0/1", "--json");
    assertThat(ran.err(), containsString("NOT_JSON fails again unless the record is repaired."));
    assertThat(ran.out(), is("{\"replayed\":1,\"skipped\":0,\"inDoubt\":0}\n"));
  }

  @Test
  void replayOfNothingInParticularIsAMistake() throws Exception {
    assertThat(Ran.command(new Dead(), ground, "replay").code(), is(2));
    assertThat(
        Ran.command(new Dead(), ground, "replay", "--failure=NO_URL", "--edit").code(), is(2));
    assertThat(
        Ran.command(new Dead(), ground, "replay", "--failure=NO_URL", "--replace=a").code(), is(2));
  }

  @Test
  void anEditorsWorkIsTakenWithoutTheLineEndThatItAdds() throws Exception {
    byte[] edited = Editor.edit("{".getBytes(UTF_8), "printf '}\\n' >>");
    assertThat(new String(edited, UTF_8), is("{}"));
    assertThrows(UserError.class, () -> Editor.edit("{".getBytes(UTF_8), "true"));
    assertThrows(UserError.class, () -> Editor.edit("{".getBytes(UTF_8), "false"));
  }

  @Test
  void purgeDeletesWhatIsOldAndOnlyWhenTold() throws Exception {
    ground.dead(topic, 0, 1, "NOT_JSON", "{");
    ground.run("UPDATE dead_letters SET seen_at = now() - interval '10 days'");
    ground.dead(topic, 0, 2, "NOT_JSON", "{");
    Ran asked = Ran.command(new Dead(), ground, POSTGRES, "purge", "--before=2d");
    assertThat(asked.code(), is(2));
    assertThat(asked.err(), containsString("Add --yes."));
    Ran purged = Ran.command(new Dead(), ground, POSTGRES, "purge", "--before=2d", "--yes");
    assertThat(purged.out(), is("1 deleted.\n"));
    assertThat(ground.ask("SELECT \"offset\" FROM dead_letters"), contains("2"));
  }
}
