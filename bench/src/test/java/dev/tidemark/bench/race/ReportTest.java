package dev.tidemark.bench.race;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportTest {

  private static final Machine MACHINE = new Machine("a processor", 2, 1_024, "Linux", "17");

  private final Standings standings = Laps.standings();

  @Test
  void theTableHasARowForEachAndSaysBelowItWhatFailed() {
    assertThat(
        new Board(standings).of(Job.CORE),
        is(
            """
            | core           | events | events/s | spread | ÷ flink | CPU s | peak MiB | checkpoint MiB |
            |----------------|-------:|---------:|-------:|--------:|------:|---------:|---------------:|
            | tidemark-flink |  1,000 |    2,000 |   75 % |    2.00 |   1.0 |      100 |            3.5 |
            | flink          |  1,000 |    1,000 |    0 % |    1.00 |   2.0 |      100 |            3.5 |
            | beam-textbook  |  1,000 |   failed |      – |       – |     – |        – |              – |

            flink: 1 of 2 laps failed: page_view_counts rows: 3 of 4 (its.log)
            beam-textbook: 1 of 1 laps failed: it read nothing (its.log)
            """));
  }

  @Test
  void theJsonGivesEachJobsContendersWithTheirMediansAndKeepsThoseOfOtherRuns() throws Exception {
    String before =
        "{\"core\": {\"flink\": {\"events\": 7}, \"spark\": {\"events\": 7}}, \"size\": {}}";
    JsonNode json =
        new ObjectMapper()
            .readTree(new ResultsJson(standings).text(before, "./tidemark bench", "now", MACHINE));
    JsonNode tidemark = json.get("core").get("tidemark-flink");
    assertThat(tidemark.get("median_events_per_second").asLong(), is(2_000L));
    assertThat(tidemark.get("ratio_to_core_flink").asDouble(), is(2.0));
    assertThat(tidemark.get("laps").size(), is(3));
    JsonNode failed = json.get("core").get("beam-textbook");
    assertThat(failed.has("median_events_per_second"), is(false));
    assertThat(failed.get("laps").get(0).get("failure").asText(), is("it read nothing"));
    assertThat(json.has("full"), is(false));
    assertThat(tidemark.get("run").get("command").asText(), is("./tidemark bench"));
    assertThat(json.get("core").get("flink").get("events").asLong(), is(1_000L));
    assertThat(json.get("core").get("spark").get("events").asLong(), is(7L));
    assertThat(json.has("size"), is(true));
  }

  @Test
  void theChartHasABarForEachThatCountsAndBothColourSchemes() throws Exception {
    String svg = new Chart(standings).svg();
    Document document = parsed(svg);
    assertThat(document.getElementsByTagName("rect").getLength(), is(2));
    assertThat(width(document, 0) / width(document, 1), is(2.0));
    assertThat(svg, containsString("prefers-color-scheme: dark"));
    assertThat(svg, not(containsString("beam-textbook")));
  }

  @Test
  void latencyIsDrawnByLoadAndABacklogBelowIt() throws Exception {
    JsonNode measured =
        new ObjectMapper()
            .readTree(
                """
                {"load_10": {"events_per_second": 1000, "p50_millis": 500, "p99_millis": 1000},
                 "load_50": {"events_per_second": 5000, "p50_millis": 1000, "p99_millis": 2000},
                 "outage": {"seconds": 60, "events_per_second": 5000,
                            "caught_up_within_seconds": 30}}
                """);
    Document document = parsed(Latency.drawing(List.of(10, 50), measured));
    assertThat(document.getElementsByTagName("rect").getLength(), is(4));
    assertThat(width(document, 1) / width(document, 0), is(2.0));
    assertThat(width(document, 2) / width(document, 3), is(2.0));
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
  }

  private static double width(Document document, int bar) {
    return Double.parseDouble(
        ((Element) document.getElementsByTagName("rect").item(bar)).getAttribute("width"));
  }
}
