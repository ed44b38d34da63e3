package dev.tidemark.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.tidemark.event.Block;
import dev.tidemark.event.BlockBuilder;
import dev.tidemark.event.Envelope;
import dev.tidemark.event.Failure;
import dev.tidemark.event.Fate;
import dev.tidemark.event.Field;
import dev.tidemark.read.BlockCoder;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records that are kept as they came, read again with DuckDB. */
@Timeout(120)
class WriteRawTest {
  private static final long DAY = 86_400_000L;

  @TempDir Path lake;

  @Test
  void everyRecordIsKeptWholeAndOnceHoweverItIsCutIntoBlocks() throws Exception {
    write(block(0, 3));
    write(block(1, 5), block(5, 6));
    assertThat(
        ask(
            "SELECT \"offset\", epoch_ms(kafka_time) // 86400000, decode(key), headers,"
                + " decode(value), CAST(kafka_date AS VARCHAR) FROM %s ORDER BY 1"),
        contains(
            "0|0|null|[{\"name\":\"trace\",\"value\":\"dDA=\"}]|{\"n\":0}|1970-01-01",
            "1|1|key 1|[{\"name\":\"trace\",\"value\":\"dDE=\"}]|{\"n\":1}|1970-01-02",
            "2|0|null|[{\"name\":\"trace\",\"value\":\"dDI=\"}]|{\"n\":2}|1970-01-01",
            "3|1|key 3|[{\"name\":\"trace\",\"value\":\"dDM=\"}]|null|1970-01-02",
            "4|0|null|[{\"name\":\"trace\",\"value\":\"dDQ=\"}]|{\"n\":4}|1970-01-01",
            "5|1|key 5|[{\"name\":\"trace\",\"value\":\"dDU=\"}]|{\"n\":5}|1970-01-02"));
  }

  @Test
  void oneDayIsReadWithoutOpeningTheOthers() throws Exception {
    write(block(0, 6));
    String plan =
        String.join("\n", ask("EXPLAIN SELECT * FROM %s WHERE kafka_date = '1970-01-02'"));
    assertThat(plan, plan.contains("Scanning Files: 1/2"), is(true));
  }

  /** Records from one offset to another: some with a key, the third without a value. */
  static Block block(int from, int to) {
    BlockBuilder block = new BlockBuilder("t", 0, to - from, 100);
    for (int offset = from; offset < to; offset++) {
      boolean gone = offset == 3;
      byte[] value = gone ? new byte[0] : "{\"n\":%d}".formatted(offset).getBytes(UTF_8);
      block.add(offset, offset % 2 * DAY, value).failure(Failure.NO_URL, "none");
      Envelope envelope =
          new Envelope(
              offset % 2 == 0 ? null : ("key " + offset).getBytes(UTF_8),
              List.of(new Envelope.Header("trace", ("t" + offset).getBytes(UTF_8))),
              gone);
      byte[] bytes = envelope.toBytes();
      block.field(Field.ENVELOPE, bytes, 0, bytes.length);
    }
    return kept(block, to - from);
  }

  /** A block whose records are no events, as it arrives at a sink. */
  static Block kept(BlockBuilder block, int records) {
    byte[] fates = new byte[records];
    Arrays.fill(fates, (byte) Fate.DEAD.ordinal());
    return Block.fromBytes(
        block.build().withFates(fates, new long[records], Long.MIN_VALUE).toBytes());
  }

  private void write(Block... blocks) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(List.of(blocks)).withCoder(new BlockCoder()))
        .apply(new WriteRaw(lake.toString()));
    assertThat(pipeline.run().waitUntilFinish(), is(PipelineResult.State.DONE));
  }

  private List<String> ask(String query) throws SQLException {
    return Duck.ask(lake, query.replace("%s", "LAKE"));
  }
}
