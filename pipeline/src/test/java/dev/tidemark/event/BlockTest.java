package dev.tidemark.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BlockTest {
  private static final List<String> TEXTS = List.of("", "x", "ü€😀", "https://a.example/?q=1");

  /** What one record is made of, and what a block must tell of it again. */
  private record Content(
      long offset,
      long timestamp,
      long eventMicros,
      String payload,
      Map<Field, String> fields,
      Failure failure,
      String detail) {}

  @Property(tries = 500)
  void aBlockTellsWhatWasPutIntoItHoweverManyWereExpected(@ForAll long seed) {
    Random chance = new Random(seed);
    List<Content> contents = contents(chance);
    Block block = block(contents, chance.nextInt(40), chance.nextInt(500), chance);

    assertThat(contentsOf(block), is(contents));
    assertThat(contentsOf(Block.fromBytes(block.toBytes())), is(contents));
  }

  @Property(tries = 200)
  void aKeptBlockTakesItsFatesAlong(@ForAll long seed) {
    Random chance = new Random(seed);
    List<Content> contents = contents(chance);
    byte[] fates = new byte[contents.size()];
    long[] behind = chance.nextBoolean() ? new long[contents.size()] : null;
    for (int i = 0; i < fates.length; i++) {
      fates[i] = (byte) chance.nextInt(Fate.values().length);
      if (behind != null) {
        behind[i] = chance.nextLong();
      }
    }
    Block block = block(contents, 1, 1, chance).withFates(fates, behind, seed);
    Block moved = Block.fromBytes(block.toBytes());

    assertThat(contentsOf(moved), is(contents));
    assertThat(moved.maxEventMicros(), is(seed));
    for (int i = 0; i < fates.length; i++) {
      assertThat(moved.fate(i), is(Fate.of(fates[i])));
      if (behind != null) {
        assertThat(moved.behindMicros(i), is(behind[i]));
      }
    }
  }

  @Test
  void theLargestEventTimeIsReadableWithoutDecoding() {
    Block block =
        LogRecord.block(
            LogRecord.event(0, "12:00:00"), LogRecord.event(1, "11:00:00"), LogRecord.dead(2));

    assertThat(Block.maxEventMicros(block.toBytes()), is(SampleViews.micros("12:00:00")));
  }

  @Test
  void aBlockWithoutEventsHasNoLargestEventTime() {
    assertThat(LogRecord.block(LogRecord.dead(0)).maxEventMicros(), is(Long.MIN_VALUE));
  }

  @Test
  void aFieldInsideTheRecordTakesNoRoomOfItsOwn() {
    byte[] record = "{\"url\":\"/page\"}".getBytes(UTF_8);
    byte[] copy = "/page".getBytes(UTF_8);
    Block inside =
        new BlockBuilder("t", 0, 1, 16).add(0, 0, record).field(Field.URL, record, 8, 5).build();
    Block behind =
        new BlockBuilder("t", 0, 1, 16).add(0, 0, record).field(Field.URL, copy, 0, 5).build();

    assertThat(inside.field(0, Field.URL), is("/page"));
    assertThat(behind.field(0, Field.URL), is("/page"));
    assertThat(behind.toBytes().length - inside.toBytes().length, is(5));
  }

  @Test
  void anEventWithoutATypeIsAPageViewAndADashIsNoReferrer() {
    byte[] dash = "-".getBytes(UTF_8);
    PageView view =
        new BlockBuilder("t", 3, 1, 1)
            .add(7, 8, new byte[0])
            .event(9)
            .field(Field.REFERRER, dash, 0, 1)
            .build()
            .view(0);

    assertThat(view.eventType(), is("page_view"));
    assertThat(view.referrer(), is(""));
    assertThat(view.userId(), is(nullValue()));
    assertThat(List.of(view.partition(), view.offset()), is(List.of(3, 7L)));
  }

  private static List<Content> contents(Random chance) {
    List<Content> contents = new ArrayList<>();
    for (int left = chance.nextInt(60); left > 0; left--) {
      boolean event = chance.nextInt(4) > 0;
      Map<Field, String> fields = new EnumMap<>(Field.class);
      for (Field field : Field.values()) {
        if (event && chance.nextBoolean()) {
          fields.put(field, TEXTS.get(chance.nextInt(TEXTS.size())));
        }
      }
      contents.add(
          new Content(
              chance.nextLong(),
              chance.nextLong(),
              event ? chance.nextLong() : Long.MIN_VALUE,
              "{" + "ä".repeat(chance.nextInt(30)) + "}",
              fields,
              event ? null : Failure.values()[chance.nextInt(Failure.values().length)],
              event ? null : "ß" + chance.nextInt()));
    }
    return contents;
  }

  private static Block block(List<Content> contents, int records, int length, Random chance) {
    BlockBuilder block = new BlockBuilder("shop ü", 5, records, length);
    for (Content content : contents) {
      block.add(content.offset, content.timestamp, content.payload.getBytes(UTF_8));
      if (content.failure == null) {
        block.event(content.eventMicros);
        content.fields.forEach(
            (field, text) -> {
              int before = chance.nextInt(3);
              byte[] around = ("#".repeat(before) + text + "#").getBytes(UTF_8);
              block.field(field, around, before, around.length - before - 1);
            });
      } else {
        block.failure(content.failure, content.detail);
      }
    }
    return block.build();
  }

  private static List<Content> contentsOf(Block block) {
    assertThat(block.topic(), is("shop ü"));
    assertThat(block.partition(), is(5));
    return IntStream.range(0, block.size()).mapToObj(record -> content(block, record)).toList();
  }

  private static Content content(Block block, int record) {
    Failure failure = block.failure(record);
    Map<Field, String> fields = new EnumMap<>(Field.class);
    for (Field field : Field.values()) {
      if (failure == null && block.field(record, field) != null) {
        fields.put(field, block.field(record, field));
      }
    }
    return new Content(
        block.offset(record),
        block.timestampMillis(record),
        block.eventMicros(record),
        new String(block.payload(record), UTF_8),
        fields,
        failure,
        failure == null ? null : block.detail(record));
  }
}
