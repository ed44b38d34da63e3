package dev.tidemark.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.tidemark.event.Block;
import dev.tidemark.event.BlockBuilder;
import dev.tidemark.event.Client;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Field;
import dev.tidemark.event.Part;
import dev.tidemark.event.Place;
import dev.tidemark.event.Vocabulary;
import dev.tidemark.metric.Key;
import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Metrics;
import dev.tidemark.metric.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Figures come out the same when what they do not ask for is not found out. */
class PartsTest {
  private static final Enrichment SETTINGS = Enrichment.withSalt("test".getBytes(UTF_8));

  private final Block events = events(new Random(5), 400);

  @Test
  void aMetricReadsNoMoreThanItDeclares() {
    for (Metric metric : Metrics.ALL) {
      List<EnrichedView> whole = enriched(Part.ALL);
      List<EnrichedView> asked = enriched(metric.parts());
      for (int i = 0; i < whole.size(); i++) {
        assertThat(metric.table(), told(metric, asked.get(i)), is(told(metric, whole.get(i))));
      }
    }
  }

  @Test
  void whatNobodyAsksForIsNotFoundOut() {
    try (Enricher enricher = new Enricher(SETTINGS, Set.of())) {
      for (int record = 0; record < events.size(); record++) {
        EnrichedView view = enricher.enrich(events.view(record, new Vocabulary(64), Set.of()));
        assertThat(view.view().eventId(), is(nullValue()));
        if (view.view().userId() != null) {
          assertThat(view.place(), is(Place.UNKNOWN));
        }
      }
    }
  }

  @Test
  void theLedgerStillLearnsWhoIsABot() {
    List<Client> clients = enriched(Set.of()).stream().map(EnrichedView::client).toList();

    assertThat(clients, is(enriched(Part.ALL).stream().map(EnrichedView::client).toList()));
    assertThat(clients.stream().filter(Client::bot).count(), is(not(0L)));
  }

  private List<EnrichedView> enriched(Set<Part> parts) {
    Vocabulary known = new Vocabulary(64);
    List<EnrichedView> views = new ArrayList<>();
    try (Enricher enricher = new Enricher(SETTINGS, parts)) {
      for (int record = 0; record < events.size(); record++) {
        views.add(enricher.enrich(events.view(record, known, parts)));
      }
    }
    return views;
  }

  private static List<Object> told(Metric metric, EnrichedView view) {
    if (!metric.counts(view)) {
      return List.of();
    }
    Tally tally = new Tally(metric);
    tally.add(view);
    return List.of(metric.keys(view).stream().map(Key::values).toList(), tally);
  }

  private static Block events(Random chance, int count) {
    BlockBuilder block = new BlockBuilder("web_events", 0, count, 100 * count);
    for (int offset = 0; offset < count; offset++) {
      block.add(offset, 0, "{}".getBytes(UTF_8)).event(1_772_366_400_000_000L + offset);
      field(block, Field.URL, "https://shop.example/" + chance.nextInt(9) + "?utm_source=mail");
      some(block, chance, Field.EVENT_ID, "e" + offset);
      some(block, chance, Field.USER_ID, "u" + chance.nextInt(9));
      some(block, chance, Field.IP, "128.101.101." + chance.nextInt(200));
      some(block, chance, Field.REFERRER, "https://www.google.com/");
      some(block, chance, Field.SESSION_ID, "s" + chance.nextInt(9));
      some(block, chance, Field.PRODUCT_ID, "p" + chance.nextInt(9));
      some(
          block,
          chance,
          Field.USER_AGENT,
          "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");
    }
    return block.build();
  }

  private static void some(BlockBuilder block, Random chance, Field field, String text) {
    if (chance.nextBoolean()) {
      field(block, field, text);
    }
  }

  private static void field(BlockBuilder block, Field field, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    block.field(field, bytes, 0, bytes.length);
  }
}
