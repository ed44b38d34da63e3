package dev.tidemark.bench;

import dev.tidemark.event.Block;
import dev.tidemark.event.BlockBuilder;
import dev.tidemark.event.Field;
import dev.tidemark.parse.EventParser;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;

/** Packs records into blocks, parsed, as the thread does that polls. */
final class SampleBlocks {
  private static final Field[] FIELDS = Field.values();

  private final EventParser parser = new EventParser(FieldMap.standard(), Limits.DEFAULT);

  /** The block of these records, the first of which has that offset. */
  Block pack(byte[][] records, long firstOffset) {
    BlockBuilder block = new BlockBuilder("web_events", 0, records.length, 400 * records.length);
    for (int record = 0; record < records.length; record++) {
      byte[] value = records[record];
      block.add(firstOffset + record, SampleEvents.START_MILLIS, value);
      if (!parser.parse(value, 0, value.length, Long.MAX_VALUE)) {
        throw new IllegalStateException(parser.detail());
      }
      block.event(parser.eventMicros());
      for (Field field : FIELDS) {
        if (parser.has(field)) {
          block.field(field, parser.source(field), parser.start(field), parser.length(field));
        }
      }
    }
    return block.build();
  }
}
