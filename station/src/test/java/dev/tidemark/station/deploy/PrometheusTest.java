package dev.tidemark.station.deploy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every question to Prometheus names metrics, with labels, that the program tells. */
class PrometheusTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern METRIC = Pattern.compile("(tidemark_\\w+)(\\{[^}]*})?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=");
  private static final Pattern LISTED =
      Pattern.compile("(?m)^\\| `(tidemark_\\w+)` \\| (counter|gauge) \\| ([^|]*) \\|");

  /** The metrics of the reference with their labels; a test of its own holds it to the program. */
  private final Map<String, String> known = new TreeMap<>();

  PrometheusTest() {
    LISTED
        .matcher(Repository.read("docs/metrics-reference.md"))
        .results()
        .forEach(found -> known.put(found.group(1), found.group(2) + " " + found.group(3)));
  }

  @Test
  void everyPanelAndAlertNamesMetricsAndLabelsThatThereAre() throws IOException {
    for (String question : questions()) {
      Matcher metric = METRIC.matcher(question);
      while (metric.find()) {
        assertThat(question, known, hasKey(metric.group(1)));
        if (metric.group(2) != null) {
          LABEL
              .matcher(metric.group(2))
              .results()
              .forEach(
                  label ->
                      assertThat(
                          question,
                          known.get(metric.group(1)),
                          containsString("`" + label.group(1) + "`")));
        }
      }
    }
  }

  @Test
  void ratesAreAskedOfCountersAndOfNothingElse() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String question : questions()) {
      Pattern.compile("(?:rate|increase)\\((tidemark_\\w+)")
          .matcher(question)
          .results()
          .filter(found -> !known.get(found.group(1)).startsWith("counter"))
          .forEach(found -> wrong.add(question));
    }
    assertThat(wrong, is(empty()));
  }

  @Test
  void everyAlertHasItsRemedyInTheRunbook() {
    String runbook = Repository.read("docs/runbook.md");
    for (Map<String, Object> alert : alerts()) {
      assertThat(runbook, containsString("### " + alert.get("alert")));
      assertThat(alert, hasKey("annotations"));
      assertThat(alert, hasKey("labels"));
    }
  }

  @Test
  void whatIsScrapedIsAServiceOfTheComposeFile() {
    ComposeFile compose = new ComposeFile();
    String config = Repository.read("deploy/prometheus/prometheus.yml");
    Pattern.compile("targets: \\[\"([a-z-]+):\\d+\"]|names: \\[([a-z]+), ([a-z]+)]")
        .matcher(config)
        .results()
        .forEach(
            found -> {
              for (int i = 1; i <= 3; i++) {
                if (found.group(i) != null) {
                  assertThat(compose.services(), hasKey(found.group(i)));
                }
              }
            });
    assertThat(Repository.yaml("deploy/prometheus/prometheus.yml"), hasKey("scrape_configs"));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> alerts() {
    List<Map<String, Object>> groups =
        (List<Map<String, Object>>) Repository.yaml("deploy/prometheus/alerts.yml").get("groups");
    List<Map<String, Object>> alerts = new ArrayList<>();
    groups.forEach(group -> alerts.addAll((List<Map<String, Object>>) group.get("rules")));
    return alerts;
  }

  private static List<String> questions() throws IOException {
    List<String> questions = new ArrayList<>();
    alerts().forEach(alert -> questions.add(alert.get("expr").toString()));
    for (String file : Repository.files(".json", "deploy/grafana/dashboards")) {
      for (JsonNode panel : JSON.readTree(Repository.read(file)).get("panels")) {
        for (JsonNode target : panel.path("targets")) {
          if (target.has("expr")) {
            questions.add(target.get("expr").asText());
          }
        }
      }
    }
    return questions;
  }
}
