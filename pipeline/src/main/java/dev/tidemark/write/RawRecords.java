package dev.tidemark.write;

import static dev.tidemark.write.Table.Type.BIGINT;
import static dev.tidemark.write.Table.Type.BYTES;
import static dev.tidemark.write.Table.Type.INTEGER;
import static dev.tidemark.write.Table.Type.JSON;
import static dev.tidemark.write.Table.Type.TEXT;
import static dev.tidemark.write.Table.Type.TIME;

import dev.tidemark.event.Block;
import dev.tidemark.event.Envelope;
import dev.tidemark.event.Fate;
import dev.tidemark.write.Table.Column;
import dev.tidemark.write.Table.Conflict;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/** Records as they came: one row each, whatever became of them. */
final class RawRecords {

  /** What is known of a record before anybody has read it. */
  static final Table TABLE =
      new Table(
          "raw_records",
          List.of(
              new Column("topic", TEXT),
              new Column("partition", INTEGER),
              new Column("offset", BIGINT),
              new Column("kafka_time", TIME),
              new Column("key", BYTES),
              new Column("headers", JSON),
              new Column("value", BYTES),
              new Column("stored_at", TIME)),
          List.of("topic", "partition", "offset"),
          Conflict.KEEP);

  private RawRecords() {}

  /** Whether a record of a block is to be kept: not when it was handed over before. */
  static boolean isNew(Block block, int record) {
    return block.fate(record) != Fate.REDELIVERED;
  }

  static void add(Rows rows, Block block, int record, long now) {
    Envelope envelope = block.envelope(record);
    rows.add(
        block.topic(),
        block.partition(),
        block.offset(record),
        TimeUnit.MILLISECONDS.toMicros(block.timestampMillis(record)),
        envelope.key(),
        headers(envelope),
        envelope.withoutValue() ? null : block.payload(record),
        now);
  }

  /** As JSON, in their order; values in Base64, because they are bytes. */
  private static String headers(Envelope envelope) {
    if (envelope.headers().isEmpty()) {
      return null;
    }
    StringJoiner all = new StringJoiner(",", "[", "]");
    for (Envelope.Header header : envelope.headers()) {
      StringBuilder one = new StringBuilder("{\"name\":");
      EventJson.string(header.name(), one);
      one.append(",\"value\":");
      one.append(
          header.value() == null
              ? "null"
              : '"' + Base64.getEncoder().encodeToString(header.value()) + '"');
      all.add(one.append('}'));
    }
    return all.toString();
  }
}
