package dev.tidemark.metric;

import static dev.tidemark.event.SampleViews.at;
import static dev.tidemark.event.SampleViews.bot;
import static dev.tidemark.event.SampleViews.client;
import static dev.tidemark.event.SampleViews.host;
import static dev.tidemark.event.SampleViews.type;
import static dev.tidemark.event.SampleViews.url;
import static dev.tidemark.event.SampleViews.view;
import static dev.tidemark.event.SampleViews.visitor;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.SampleViews;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  static Collection<Metric> metrics() {
    return Metrics.ALL;
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void theRegistryAgreesWithTheNaiveModel(Metric metric) {
    for (int seed = 0; seed < 20; seed++) {
      Random chance = new Random(seed);
      List<EnrichedView> views = SampleViews.any(chance, 500);

      assertThat(
          new HashSet<>(Recomputation.rows(metric, views, chance)),
          is(new HashSet<>(NaiveModels.of(metric).rows(views))));
    }
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void noCellHasTwoRows(Metric metric) {
    List<EnrichedView> views =
        List.of(view(visitor(1)), view(visitor(1)), view(visitor(2)), view(host("*")));
    List<Row> rows = Recomputation.rows(metric, views, new Random(0));

    assertThat(
        (long) rows.size(),
        is(rows.stream().map(row -> List.of(row.start(), row.key())).distinct().count()));
  }

  @Test
  void onlyPageViewsAreViewsOfPages() {
    List<EnrichedView> views =
        List.of(
            view(at("12:00:00"), url("https://a.example/x")),
            view(at("12:00:59.999999"), url("https://a.example/x")),
            view(at("12:01:00"), url("https://a.example/x")),
            view(at("12:00:01"), url("https://a.example/x"), type("click")));

    assertThat(
        rows("page_view_counts", views),
        containsInAnyOrder(
            row(0, 1, List.of("https://a.example/x"), 2, 2L),
            row(1, 2, List.of("https://a.example/x"), 1, 1L)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.example", "*"})
  void aUserIsActiveOnItsHostAndOnAllHostsInTheFiveWindowsThatHoldTheEvent(String host) {
    List<Row> rows =
        rows("active_users", List.of(view(at("12:00:30"), visitor(7)))).stream()
            .filter(row -> row.key().equals(List.of(host)))
            .sorted(Comparator.comparing(Row::start))
            .toList();

    assertThat(
        rows.stream().map(Row::start).toList(),
        is(Stream.of(-4, -3, -2, -1, 0).map(MetricsTest::minute).toList()));
    assertThat(
        rows.stream().map(Row::end).toList(),
        is(Stream.of(1, 2, 3, 4, 5).map(MetricsTest::minute).toList()));
    assertThat(
        rows.stream().map(row -> row.values().get(0)).toList(), is(Collections.nCopies(5, 1L)));
  }

  @Test
  void anEventWhoseHostIsNamedLikeTheTotalCountsOnce() {
    List<Row> rows = rows("active_users", List.of(view(host("*"), visitor(1))));

    assertThat(rows.stream().map(Row::events).distinct().toList(), is(List.of(1L)));
  }

  @Test
  void whatAnEventDoesNotTellIsTheEmptyText() {
    List<EnrichedView> views = List.of(view(visitor(1)));

    assertThat(
        rows("aggregated_web_traffic", views),
        is(List.of(row(0, 5, List.of("shop.example", ""), 1, 1L))));
    assertThat(rows("geo_traffic", views).get(0).key(), is(List.of("shop.example", "", "", "")));
    assertThat(
        rows("client_traffic", views).get(0).key(),
        is(List.of("shop.example", "", "", "", "false")));
  }

  @Test
  void botsAreCountedAndMarked() {
    List<EnrichedView> views =
        List.of(
            view(client("Chrome", "Linux", "Desktop"), visitor(1)),
            view(client("Chrome", "Linux", "Desktop"), visitor(1)),
            view(client("Googlebot", "Cloud", "Robot"), bot(), visitor(2)));

    assertThat(
        rows("client_traffic", views).stream()
            .map(row -> List.of(row.key(), row.values().subList(0, 2)))
            .toList(),
        containsInAnyOrder(
            List.of(
                List.of("shop.example", "Chrome", "Linux", "Desktop", "false"), List.of(2L, 1L)),
            List.of(
                List.of("shop.example", "Googlebot", "Cloud", "Robot", "true"), List.of(1L, 1L))));
  }

  @Test
  void everyTableHasOneMetric() {
    assertThat(
        Set.copyOf(Metrics.ALL.stream().map(Metric::table).toList()).size(),
        is(Metrics.ALL.size()));
    assertThat(Metrics.of("geo_traffic").table(), is("geo_traffic"));
    assertThrows(IllegalArgumentException.class, () -> Metrics.of("weather"));
  }

  @Test
  void aMetricWithoutANaiveModelIsFoundOut() {
    Metric strange =
        Metric.named("strange").over(Metrics.ALL.get(0).windows()).count("hits").build();

    assertThrows(IllegalArgumentException.class, () -> NaiveModels.of(strange));
  }

  private static List<Row> rows(String table, List<EnrichedView> views) {
    return Recomputation.rows(Metrics.of(table), views, new Random(0));
  }

  private static Row row(
      int fromMinute, int toMinute, List<String> key, long events, Object... values) {
    return new Row(minute(fromMinute), minute(toMinute), key, List.of(values), events);
  }

  private static Instant minute(int afterNoon) {
    return NOON.plusSeconds(60L * afterNoon);
  }
}
