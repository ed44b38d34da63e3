package dev.tidemark.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.tidemark.event.Block;
import dev.tidemark.event.BlockBuilder;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.Failure;
import dev.tidemark.event.Field;
import dev.tidemark.event.Lateness;
import dev.tidemark.event.LedgerEntry;
import dev.tidemark.event.Views;
import dev.tidemark.read.BlockCoder;
import dev.tidemark.read.Keeper;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.junit.jupiter.api.Test;

/** What becomes of a block whose records are not all alike. */
class EnrichEventsTest {

  /** The parser lets no event without a URL through: one that has none shows a bug of ours. */
  @Test
  void aBugOfOursSetsItsOwnRecordAsideAndNoOther() {
    byte[] sound = "/a".getBytes(UTF_8);
    Block block =
        new BlockBuilder("web_events", 0, 2, 100)
            .add(7, 0, "{}".getBytes(UTF_8))
            .event(1_000_000)
            .add(8, 0, sound)
            .event(2_000_000)
            .field(Field.URL, sound, 0, sound.length)
            .build();
    Block kept = Keeper.starting(Lateness.DEFAULT, false).keep(block);

    Pipeline pipeline = Pipeline.create();
    PCollectionTuple events =
        pipeline
            .apply(Create.of(kept).withCoder(new BlockCoder()))
            .apply(
                ParDo.of(new EnrichEvents(Enrichment.withSalt("test".getBytes(UTF_8))))
                    .withOutputTags(
                        EnrichEvents.VIEWS,
                        TupleTagList.of(EnrichEvents.DEAD)
                            .and(EnrichEvents.LATE)
                            .and(EnrichEvents.LEDGER)));
    EnrichEvents.setCoders(events);
    PAssert.that(events.get(EnrichEvents.DEAD)).satisfies(EnrichEventsTest::holdTheBug);
    PAssert.that(events.get(EnrichEvents.VIEWS)).satisfies(EnrichEventsTest::holdTheOther);
    PAssert.that(events.get(EnrichEvents.LEDGER)).satisfies(EnrichEventsTest::balance);
    assertThat(pipeline.run().waitUntilFinish(), is(PipelineResult.State.DONE));
  }

  private static Void holdTheBug(Iterable<DeadLetter> letters) {
    DeadLetter letter = letters.iterator().next();
    assertThat(letter.failure(), is(Failure.INTERNAL_ERROR));
    assertThat(letter.offset(), is(7L));
    assertThat(new String(letter.payload(), UTF_8), is("{}"));
    return null;
  }

  private static Void holdTheOther(Iterable<Views> blocks) {
    Views views = blocks.iterator().next();
    assertThat(views.views().size(), is(1));
    assertThat(views.views().get(0).view().offset(), is(8L));
    return null;
  }

  private static Void balance(Iterable<LedgerEntry> entries) {
    LedgerEntry entry = entries.iterator().next();
    assertThat(entry.read(), is(2L));
    assertThat(entry.counted(), is(1L));
    assertThat(entry.dead(), is(1L));
    return null;
  }
}
