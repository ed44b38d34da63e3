package dev.tidemark.station.chaos;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.station.chaos.Action.Deed;
import dev.tidemark.station.chaos.Books.Entry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Action KILL = Action.kill("kill-all", 1, Deed.NOTHING, Deed.NOTHING);
  private static final Action STALL = Action.stall("stall-engine", 1, 2, 20, Deed.NOTHING);
  private static final Balance EVEN =
      new Balance(1_000, 1_000, new Entry(999, 1_000, 990, 5, 3, 2), 0, 0);
  private static final Found NOTHING = new Found(1_000, 5_000, 0, 0, List.of());

  @Test
  void aRunIsCleanWhenAllIsEvenAndTheAuditHasReadAllAndFoundNothing() {
    assertThat(report(EVEN, NOTHING).isClean(), is(true));
    assertThat(report(EVEN, new Found(999, 5_000, 0, 0, List.of())).isClean(), is(false));
    assertThat(report(EVEN, new Found(1_000, 5_000, 0, 1, List.of("x"))).isClean(), is(false));
    assertThat(report(EVEN, new Found(1_000, 5_000, 1, 0, List.of())).isClean(), is(false));
    Balance lost = new Balance(1_000, 1_000, new Entry(999, 999, 989, 5, 3, 2), 1, 0);
    assertThat(report(lost, NOTHING).isClean(), is(false));
  }

  @Test
  void killsAndRecoveriesAreAddedUp() {
    Report report = report(EVEN, NOTHING);
    assertThat(report.kills(), is(2L));
    assertThat(report.values().get("medianRecoverySeconds"), is(9.0));
    assertThat(report.values().get("worstRecoverySeconds"), is(20.0));
  }

  @Test
  void aPersonReadsWhatWasDoneAndHowToDoItAgain() {
    StringWriter told = new StringWriter();
    report(EVEN, NOTHING).print(new PrintWriter(told));
    assertThat(told.toString(), containsString("kill-all                     2"));
    assertThat(told.toString(), containsString("lost                               0"));
    assertThat(told.toString(), containsString("Exact: seed 7, up"));
    assertThat(told.toString(), containsString("Again: ./tidemark chaos --seed=7"));
  }

  @Test
  void theReportOfTheAuditIsAddedUpOverItsTables() throws Exception {
    String json =
        """
        {"clean": false, "recordsRead": 7,
         "tables": [{"table": "ledger", "rows": 3, "differences": 1, "undecided": 2},
                    {"table": "late_events", "rows": 4, "differences": 1, "undecided": 0}],
         "differences": [{"table": "ledger"}, {"table": "late_events"}]}
        """;
    Found found = Found.read(new ObjectMapper().readTree(json));
    assertThat(
        found,
        is(
            new Found(
                7, 7, 2, 2, List.of("{\"table\":\"ledger\"}", "{\"table\":\"late_events\"}"))));
  }

  private static Report report(Balance balance, Found found) {
    List<Recovery> recoveries =
        List.of(recovery(1, KILL, 5), recovery(2, STALL, 20), recovery(3, KILL, 9));
    String replay = "./tidemark chaos --seed=7";
    return new Report(Instant.EPOCH, "up", 7, recoveries, balance, found, replay);
  }

  private static Recovery recovery(int number, Action action, long seconds) {
    Step step = new Step(number, Duration.ofSeconds(12), action, Duration.ZERO, 0);
    return new Recovery(step, Duration.ofSeconds(seconds));
  }
}
