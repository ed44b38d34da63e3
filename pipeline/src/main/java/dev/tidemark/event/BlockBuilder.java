package dev.tidemark.event;

import static dev.tidemark.event.BlockLayout.ROW;
import static dev.tidemark.event.BlockLayout.putInt;
import static dev.tidemark.event.BlockLayout.putLong;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Packs records and what was found in them into a {@link Block}, straight into its encoded form:
 * when the expectations hold, a record's bytes are copied once and never again.
 */
public final class BlockBuilder {

  private static final byte NONE = -1;

  private final int rows;
  private byte[] encoded;
  private int capacity;
  private int size;

  /** Where the text begins, and its length so far. */
  private int text;

  private int used;
  private byte[] record;
  private int recordStart;
  private long maxEventMicros = Long.MIN_VALUE;
  private int replaced;

  /**
   * @param records how many records are expected
   * @param length how many bytes they are expected to have
   */
  public BlockBuilder(String topic, int partition, int records, int length) {
    byte[] name = topic.getBytes(UTF_8);
    rows = BlockLayout.NAME + name.length;
    capacity = records;
    text = Math.addExact(rows, Math.multiplyExact(ROW, records));
    encoded = new byte[Math.addExact(text, length)];
    putInt(encoded, BlockLayout.PARTITION, partition);
    putInt(encoded, BlockLayout.NAME_LENGTH, name.length);
    System.arraycopy(name, 0, encoded, BlockLayout.NAME, name.length);
  }

  /** Begins the next record; what was found in it follows. */
  public BlockBuilder add(long offset, long timestampMillis, byte[] value) {
    if (size == capacity) {
      layOut(Math.max(16, 2 * size), used);
    }
    size++;
    record = value;
    recordStart = append(value, 0, value.length);
    int row = row();
    putLong(encoded, row + BlockLayout.OFFSET, offset);
    putLong(encoded, row + BlockLayout.TIMESTAMP, timestampMillis);
    putLong(encoded, row + BlockLayout.EVENT_MICROS, Long.MIN_VALUE);
    putInt(encoded, row + BlockLayout.VALUE, recordStart);
    putInt(encoded, row + BlockLayout.VALUE + Integer.BYTES, value.length);
    encoded[row + BlockLayout.FAILURE] = NONE;
    Arrays.fill(encoded, row + BlockLayout.SPANS, row + ROW, NONE);
    return this;
  }

  /** The record begun last is an event. */
  public BlockBuilder event(long micros) {
    putLong(encoded, row() + BlockLayout.EVENT_MICROS, micros);
    maxEventMicros = Math.max(maxEventMicros, micros);
    return this;
  }

  /** The event begun last has a field: a part of the record's value or of another text. */
  public BlockBuilder field(Field field, byte[] from, int start, int length) {
    int at = from == record ? recordStart + start : append(from, start, length);
    putSpan(field.ordinal(), at, length);
    return this;
  }

  /** In the event begun last, characters were replaced. */
  public BlockBuilder replaced(int characters) {
    replaced += characters;
    return this;
  }

  /** The record begun last is no event. */
  public BlockBuilder failure(Failure failure, String detail) {
    byte[] told = detail.getBytes(UTF_8);
    putSpan(0, append(told, 0, told.length), told.length);
    encoded[row() + BlockLayout.FAILURE] = (byte) failure.ordinal();
    return this;
  }

  public Block build() {
    if (size < capacity || text + used < encoded.length) {
      layOut(size, used);
    }
    putLong(encoded, BlockLayout.MAX_EVENT_MICROS, maxEventMicros);
    putInt(encoded, BlockLayout.SIZE, size);
    putInt(encoded, BlockLayout.REPLACED, replaced);
    return Block.fromBytes(encoded);
  }

  private int row() {
    return rows + (size - 1) * ROW;
  }

  private void putSpan(int field, int start, int length) {
    int at = row() + BlockLayout.span(field);
    putInt(encoded, at, start);
    putInt(encoded, at + Integer.BYTES, length);
  }

  private int append(byte[] from, int start, int length) {
    if (length > encoded.length - text - used) {
      int needed = Math.addExact(used, length);
      layOut(capacity, Math.addExact(needed, needed / 2));
    }
    System.arraycopy(from, start, encoded, text + used, length);
    int at = used;
    used += length;
    return at;
  }

  /** Makes room for so many records and so much text. */
  private void layOut(int records, int length) {
    int newText = Math.addExact(rows, Math.multiplyExact(ROW, records));
    byte[] larger = new byte[Math.addExact(newText, length)];
    System.arraycopy(encoded, 0, larger, 0, rows + size * ROW);
    System.arraycopy(encoded, text, larger, newText, used);
    encoded = larger;
    capacity = records;
    text = newText;
  }
}
