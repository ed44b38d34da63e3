package dev.tidemark.aggregate;

import static dev.tidemark.event.SampleViews.at;
import static dev.tidemark.event.SampleViews.host;
import static dev.tidemark.event.SampleViews.micros;
import static dev.tidemark.event.SampleViews.referrer;
import static dev.tidemark.event.SampleViews.url;
import static dev.tidemark.event.SampleViews.view;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.metric.Coupons;
import dev.tidemark.metric.Key;
import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Metrics;
import dev.tidemark.metric.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RolledUpTest {
  private static final int SHARDS = 3;

  /** More keys than are remembered, in two slices, popular and rare ones mixed. */
  @Test
  void everyEventIsInTheTallyOfItsKeyHoweverManyKeysThereAre() {
    Random chance = new Random(1);
    List<EnrichedView> views = new ArrayList<>();
    for (int i = 0; i < 60_000; i++) {
      int page = chance.nextInt(chance.nextBoolean() ? 30 : 30_000);
      views.add(
          view(
              at(micros("12:00:00") + chance.nextInt(120_000_000)),
              url("https://shop.example/" + page)));
    }
    assertThat(rolledUp("page_view_counts", views), is(naive("page_view_counts", views)));
  }

  @Test
  void keysWhoseTextsHaveEqualHashesAreToldApart() {
    List<EnrichedView> views = new ArrayList<>();
    List<String> equal = List.of("AaAa", "BBBB", "AaBB", "BBAa");
    for (int round = 0; round < 3; round++) {
      for (String host : equal) {
        for (String referrer : equal) {
          views.add(view(host(host), referrer(referrer)));
        }
      }
    }
    assertThat(
        rolledUp("aggregated_web_traffic", views), is(naive("aggregated_web_traffic", views)));
  }

  @Test
  void aBundleKnowsNothingOfTheOneBefore() {
    RolledUp rolledUp = new RolledUp(Metrics.of("host_traffic"), SHARDS, new Coupons());
    rolledUp.add(view(host("a.example")));
    flush(rolledUp);
    rolledUp.add(view(host("a.example")));
    rolledUp.add(view(host("b.example")));

    assertThat(rolledUp.size(), is(2));
    assertThat(List.copyOf(flush(rolledUp).values()), is(List.of(1L, 1L)));
  }

  private static Map<String, Long> rolledUp(String table, List<EnrichedView> views) {
    RolledUp rolledUp = new RolledUp(Metrics.of(table), SHARDS, new Coupons());
    views.forEach(rolledUp::add);
    return flush(rolledUp);
  }

  private static Map<String, Long> flush(RolledUp rolledUp) {
    Map<String, Long> events = new TreeMap<>();
    rolledUp.flush(
        Map.of(),
        (shard, block) ->
            block
                .tallies()
                .forEach(
                    (key, tally) ->
                        events.merge(name(block.sliceMillis(), key), tally.events(), Long::sum)));
    return events;
  }

  private static Map<String, Long> naive(String table, List<EnrichedView> views) {
    Metric metric = Metrics.of(table);
    Map<String, Tally> tallies = new TreeMap<>();
    for (EnrichedView view : views) {
      for (byte[] key : metric.keys(view)) {
        long slice = metric.windows().sliceAt(view.view().eventMicros());
        tallies.computeIfAbsent(name(slice, key), any -> new Tally(metric)).add(view);
      }
    }
    Map<String, Long> events = new TreeMap<>();
    tallies.forEach((name, tally) -> events.put(name, tally.events()));
    return events;
  }

  private static String name(long slice, byte[] key) {
    return slice + " " + Key.values(key);
  }
}
