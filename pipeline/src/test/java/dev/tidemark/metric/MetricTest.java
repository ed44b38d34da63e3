package dev.tidemark.metric;

import static dev.tidemark.event.SampleViews.bot;
import static dev.tidemark.event.SampleViews.host;
import static dev.tidemark.event.SampleViews.type;
import static dev.tidemark.event.SampleViews.view;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.event.EnrichedView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {

  @Test
  void anEventCountsUnderItsDimensionsInTheirOrder() {
    Metric metric =
        hourly()
            .by("host", v -> v.address().host())
            .byFlag("is_bot", v -> v.client().bot())
            .build();

    assertThat(keys(metric, view(host("a"))), is(List.of(List.of("a", "false"))));
    assertThat(keys(metric, view(host("a"), bot())), is(List.of(List.of("a", "true"))));
    assertThat(metric.dimensions().get(0).type(), is(Dimension.Type.TEXT));
    assertThat(metric.dimensions().get(1).type(), is(Dimension.Type.BOOLEAN));
  }

  @Test
  void withATotalAnEventCountsASecondTimeUnlessItsOwnKeyIsTheTotal() {
    Metric metric =
        hourly()
            .by("host", v -> v.address().host())
            .by("event_type", v -> v.view().eventType())
            .withTotal("host", "*")
            .build();

    assertThat(
        keys(metric, view(host("a"), type("click"))),
        is(List.of(List.of("a", "click"), List.of("*", "click"))));
    assertThat(keys(metric, view(host("*"), type("click"))), is(List.of(List.of("*", "click"))));
  }

  @Test
  void withoutDimensionsAllEventsCountUnderTheOneEmptyKey() {
    assertThat(keys(hourly().build(), view()), is(List.of(List.of())));
  }

  @Test
  void onlyEventsThatMeetTheConditionCount() {
    Metric metric = hourly().when(v -> v.client().bot()).build();

    assertThat(metric.counts(view(bot())), is(true));
    assertThat(metric.counts(view()), is(false));
  }

  @Test
  void theListSurvivesTheWayToAWorker() throws IOException, ClassNotFoundException {
    for (Metric metric : Metrics.ALL) {
      Metric there = overTheWire(metric);

      assertThat(there.table(), is(metric.table()));
      assertThat(there.windows(), is(metric.windows()));
      assertThat(keys(there, view()), is(keys(metric, view())));
      assertThat(there.counts(view()), is(metric.counts(view())));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Hits", "1st", "a b", "x;drop", "ü"})
  void aNameThatWouldNeedQuotesIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> Metric.named(name));
    assertThrows(IllegalArgumentException.class, () -> hourly().by(name, v -> ""));
    assertThrows(IllegalArgumentException.class, () -> hourly().max(name, v -> 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hits", "events", "window_start", "key_hash", "generation"})
  void aColumnThatTheTableHasAlreadyIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> hourly().by(name, v -> ""));
    assertThrows(
        IllegalArgumentException.class,
        () -> hourly().distinct("n", name, EnrichedView::visitorId));
  }

  @Test
  void aMetricWithoutWindowsOrWithoutValuesIsRefused() {
    Metric.Builder withoutWindows = Metric.named("hits").count("hits");
    Metric.Builder withoutValues = Metric.named("hits").over(Windows.fixed(Duration.ofHours(1)));

    assertThrows(IllegalArgumentException.class, withoutWindows::build);
    assertThrows(IllegalArgumentException.class, withoutValues::build);
  }

  @Test
  void aTotalOfAColumnThatIsNoTextOfTheKeyIsRefused() {
    Metric.Builder metric = hourly().byFlag("is_bot", v -> v.client().bot());

    assertThrows(IllegalArgumentException.class, () -> metric.withTotal("is_bot", "*"));
    assertThrows(IllegalArgumentException.class, () -> metric.withTotal("host", "*"));
  }

  private static Metric.Builder hourly() {
    return Metric.named("hourly").over(Windows.fixed(Duration.ofHours(1))).count("hits");
  }

  private static List<List<String>> keys(Metric metric, EnrichedView view) {
    return metric.keys(view).stream().map(Key::values).toList();
  }

  private static Metric overTheWire(Metric metric) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(metric);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Metric) in.readObject();
    }
  }
}
