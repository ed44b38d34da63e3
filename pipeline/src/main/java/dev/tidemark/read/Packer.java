package dev.tidemark.read;

import dev.tidemark.event.Block;
import dev.tidemark.event.BlockBuilder;
import dev.tidemark.event.Envelope;
import dev.tidemark.event.Failure;
import dev.tidemark.event.Field;
import dev.tidemark.parse.EventParser;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Parses consecutive records of a partition and packs them into a block. */
public final class Packer {

  private static final Field[] FIELDS = Field.values();
  private static final byte[] EMPTY = {};

  private final EventParser parser;
  private final boolean whole;

  public Packer(EventParser parser) {
    this(parser, false);
  }

  /**
   * @param whole whether keys and headers are packed, too
   */
  Packer(EventParser parser, boolean whole) {
    this.parser = parser;
    this.whole = whole;
  }

  public Block pack(List<ConsumerRecord<byte[], byte[]>> records) {
    ConsumerRecord<byte[], byte[]> first = records.get(0);
    int length = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      length += record.value() == null ? 0 : record.value().length;
    }
    BlockBuilder block = new BlockBuilder(first.topic(), first.partition(), records.size(), length);
    long now = System.currentTimeMillis();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      add(block, record, now);
      if (whole) {
        byte[] envelope = envelope(record).toBytes();
        block.field(Field.ENVELOPE, envelope, 0, envelope.length);
      }
    }
    return block.build();
  }

  /** A block without records. */
  static Block nothing(TopicPartition partition) {
    return new BlockBuilder(partition.topic(), partition.partition(), 0, 0).build();
  }

  /**
   * When a record was made, as far as that is to be believed: a producer whose clock is ahead says
   * so of its records and of its events alike, and both would move the watermark.
   */
  private static long present(long timestampMillis, long now) {
    return timestampMillis < 0 ? now : Math.min(timestampMillis, now);
  }

  private static Envelope envelope(ConsumerRecord<byte[], byte[]> record) {
    List<Envelope.Header> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(new Envelope.Header(header.key(), header.value()));
    }
    return new Envelope(record.key(), headers, record.value() == null);
  }

  private void add(BlockBuilder block, ConsumerRecord<byte[], byte[]> record, long now) {
    byte[] value = record.value();
    if (value == null) {
      block.add(record.offset(), record.timestamp(), EMPTY);
      block.failure(Failure.NOT_JSON, "no value");
      return;
    }
    block.add(record.offset(), record.timestamp(), value);
    try {
      if (!parser.parse(value, 0, value.length, present(record.timestamp(), now))) {
        block.failure(parser.failure(), parser.detail());
        return;
      }
    } catch (RuntimeException bug) {
      block.failure(Failure.INTERNAL_ERROR, bug.toString());
      return;
    }
    block.event(parser.eventMicros()).replaced(parser.replaced());
    for (Field field : FIELDS) {
      if (parser.has(field)) {
        block.field(field, parser.source(field), parser.start(field), parser.length(field));
      }
    }
  }
}
