package dev.tidemark.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Packs records and what was found in them into a {@link Block}. */
public final class BlockBuilder {

  private static final byte NONE = -1;

  private final String topic;
  private final int partition;
  private int size;
  private long[] offsets;
  private long[] timestamps;
  private long[] eventMicros;
  private byte[] failures;
  private int[] values;
  private int[] spans;
  private byte[] bytes;
  private int used;
  private byte[] record;
  private long maxEventMicros = Long.MIN_VALUE;
  private int replaced;

  /**
   * @param records how many records are expected
   * @param length how many bytes they are expected to have
   */
  public BlockBuilder(String topic, int partition, int records, int length) {
    this.topic = topic;
    this.partition = partition;
    offsets = new long[records];
    timestamps = new long[records];
    eventMicros = new long[records];
    failures = new byte[records];
    values = new int[2 * records];
    spans = new int[2 * Field.COUNT * records];
    bytes = new byte[length];
  }

  /** Begins the next record; what was found in it follows. */
  public BlockBuilder add(long offset, long timestampMillis, byte[] value) {
    if (size == offsets.length) {
      grow();
    }
    offsets[size] = offset;
    timestamps[size] = timestampMillis;
    eventMicros[size] = Long.MIN_VALUE;
    failures[size] = NONE;
    record = value;
    values[2 * size] = append(value, 0, value.length);
    values[2 * size + 1] = value.length;
    Arrays.fill(spans, span(size, 0), span(size + 1, 0), -1);
    size++;
    return this;
  }

  /** The record begun last is an event. */
  public BlockBuilder event(long micros) {
    eventMicros[size - 1] = micros;
    maxEventMicros = Math.max(maxEventMicros, micros);
    return this;
  }

  /** The event begun last has a field: a part of the record's value or of another text. */
  public BlockBuilder field(Field field, byte[] text, int start, int length) {
    int at = span(size - 1, field.ordinal());
    spans[at] = text == record ? values[2 * (size - 1)] + start : append(text, start, length);
    spans[at + 1] = length;
    return this;
  }

  /** In the event begun last, characters were replaced. */
  public BlockBuilder replaced(int characters) {
    replaced += characters;
    return this;
  }

  /** The record begun last is no event. */
  public BlockBuilder failure(Failure failure, String detail) {
    failures[size - 1] = (byte) failure.ordinal();
    byte[] text = detail.getBytes(UTF_8);
    int at = span(size - 1, 0);
    spans[at] = append(text, 0, text.length);
    spans[at + 1] = text.length;
    return this;
  }

  public Block build() {
    return new Block(
        topic,
        partition,
        size,
        offsets,
        timestamps,
        eventMicros,
        failures,
        new byte[size],
        null,
        values,
        spans,
        Arrays.copyOf(bytes, used),
        maxEventMicros,
        replaced);
  }

  private static int span(int record, int field) {
    return 2 * (record * Field.COUNT + field);
  }

  private int append(byte[] text, int start, int length) {
    if (length > bytes.length - used) {
      bytes =
          Arrays.copyOf(bytes, Math.max(used + length, Math.addExact(bytes.length, bytes.length)));
    }
    System.arraycopy(text, start, bytes, used, length);
    int at = used;
    used += length;
    return at;
  }

  private void grow() {
    int records = Math.max(16, 2 * size);
    offsets = Arrays.copyOf(offsets, records);
    timestamps = Arrays.copyOf(timestamps, records);
    eventMicros = Arrays.copyOf(eventMicros, records);
    failures = Arrays.copyOf(failures, records);
    values = Arrays.copyOf(values, 2 * records);
    spans = Arrays.copyOf(spans, span(records, 0));
  }
}
