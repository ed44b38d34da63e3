package dev.tidemark.acceptance;

import static java.util.stream.Collectors.toSet;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.event.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The golden file provokes what it says it provokes. */
class GoldenLineTest {

  private static final String NAMES =
      """
      event_id, id, event_time, timestamp, time_stamp, ts, time, event_type, type,
      user_id, user, userId, device_id, url, page_url, page, current_url, host,
      referrer, referer, referrer_url, user_agent, userAgent, ua, ip, ip_address, remote_ip,
      headers, session_id, product_id, store_id, properties""";

  private final List<GoldenLine> lines = GoldenLine.readAll();
  private final NaiveTidemark naive =
      new NaiveTidemark(lines.stream().map(GoldenLine::record).toList());

  @Test
  void holdsAtLeastTwoHundredEventsInThreePartitions() {
    assertThat(lines.size(), is(greaterThanOrEqualTo(200)));
    assertThat(
        lines.stream().map(line -> line.record().partition()).collect(toSet()),
        is(Set.of(0, 1, 2)));
  }

  @Test
  void everyLineMeetsTheFateItsAuthorMeant() {
    List<String> surprises = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String fate = naive.outcomes().get(i).fate();
      if (!fate.equals(lines.get(i).fate())) {
        surprises.add("line %d (%s): %s".formatted(i + 1, lines.get(i).note(), fate));
      }
    }
    assertThat(surprises, is(empty()));
  }

  @Test
  void everyFailureThatARecordCanProvokeIsProvoked() {
    Set<String> provoked = lines.stream().map(GoldenLine::fate).collect(toSet());
    provoked.removeAll(Set.of(NaiveTidemark.COUNTED, NaiveTidemark.LATE));

    assertThat(
        provoked,
        containsInAnyOrder(
            Arrays.stream(Failure.values())
                .filter(failure -> failure.stage() == Failure.Stage.PARSE)
                .map(Failure::name)
                .toArray()));
  }

  @Test
  void everyNameOfEveryFieldStandsInAnEventThatIsCounted() throws IOException {
    Set<String> names = new HashSet<>();
    for (GoldenLine line : lines) {
      if (line.fate().equals(NaiveTidemark.COUNTED)) {
        new JsonMapper().readTree(line.record().value()).fieldNames().forEachRemaining(names::add);
      }
    }
    Set<String> unused =
        Arrays.stream(NAMES.split("[\\s,]+"))
            .filter(name -> !names.contains(name))
            .collect(toSet());
    assertThat(unused, is(empty()));
  }
}
