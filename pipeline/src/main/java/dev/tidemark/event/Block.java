package dev.tidemark.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Consecutive records of one partition, as they came, with what the parser found in them, column by
 * column.
 *
 * <p>An engine's cost is per element, so the element is a block. A field is a span of the block's
 * bytes: a slice of its record where the record holds it literally, else of text that the parser
 * put behind the record.
 */
public final class Block {

  private static final Failure[] FAILURES = Failure.values();
  private static final int SPANS = 2 * Field.COUNT;
  private static final int ABSENT = -1;

  private final String topic;
  private final int partition;
  private final int size;
  private final long[] offsets;
  private final long[] timestamps;
  private final long[] eventMicros;
  private final byte[] failures;
  private final byte[] fates;
  private final long[] behind;
  private final int[] values;
  private final int[] spans;
  private final byte[] bytes;
  private final long maxEventMicros;
  private final int replaced;

  Block(
      String topic,
      int partition,
      int size,
      long[] offsets,
      long[] timestamps,
      long[] eventMicros,
      byte[] failures,
      byte[] fates,
      long[] behind,
      int[] values,
      int[] spans,
      byte[] bytes,
      long maxEventMicros,
      int replaced) {
    this.topic = topic;
    this.partition = partition;
    this.size = size;
    this.offsets = offsets;
    this.timestamps = timestamps;
    this.eventMicros = eventMicros;
    this.failures = failures;
    this.fates = fates;
    this.behind = behind;
    this.values = values;
    this.spans = spans;
    this.bytes = bytes;
    this.maxEventMicros = maxEventMicros;
    this.replaced = replaced;
  }

  public String topic() {
    return topic;
  }

  public int partition() {
    return partition;
  }

  /** The number of records. */
  public int size() {
    return size;
  }

  public long offset(int record) {
    return offsets[record];
  }

  /** What Kafka says: when the record was made or appended, in milliseconds. */
  public long timestampMillis(int record) {
    return timestamps[record];
  }

  /** The event time in microseconds; meaningless for a record that failed. */
  public long eventMicros(int record) {
    return eventMicros[record];
  }

  /** Why the record is no event; null when it is one. */
  public Failure failure(int record) {
    return failures[record] < 0 ? null : FAILURES[failures[record]];
  }

  /** What the parser said about a failure. */
  public String detail(int record) {
    return text(record, 0);
  }

  public Fate fate(int record) {
    return Fate.of(fates[record]);
  }

  /** How far a late event lay behind its partition's watermark. */
  public long behindMicros(int record) {
    return behind[record];
  }

  /**
   * The largest event time of the block's events; once the block is kept, of all events of its
   * partition so far. {@link Long#MIN_VALUE} when there was none.
   */
  public long maxEventMicros() {
    return maxEventMicros;
  }

  /** The bytes of all records' values as they came. */
  public long payloadBytes() {
    long sum = 0;
    for (int record = 0; record < size; record++) {
      sum += values[2 * record + 1];
    }
    return sum;
  }

  /** How many characters were replaced because no table can hold them. */
  public int replaced() {
    return replaced;
  }

  /** The text of a field; null when the event has none. */
  public String field(int record, Field field) {
    return text(record, field.ordinal());
  }

  /** The record's value as it came. */
  public byte[] payload(int record) {
    int start = values[2 * record];
    return Arrays.copyOfRange(bytes, start, start + values[2 * record + 1]);
  }

  /** What the record has beside its value; null where that is not kept. */
  public Envelope envelope(int record) {
    int at = record * SPANS + 2 * Field.ENVELOPE.ordinal();
    return spans[at] == ABSENT
        ? null
        : Envelope.fromBytes(Arrays.copyOfRange(bytes, spans[at], spans[at] + spans[at + 1]));
  }

  /** The event at a position, as text. */
  public PageView view(int record) {
    String type = field(record, Field.EVENT_TYPE);
    String referrer = field(record, Field.REFERRER);
    return new PageView(
        topic,
        partition,
        offsets[record],
        timestamps[record],
        eventMicros[record],
        field(record, Field.EVENT_ID),
        type == null ? PageView.PAGE_VIEW : type,
        field(record, Field.USER_ID),
        field(record, Field.URL),
        field(record, Field.HOST),
        referrer == null || referrer.equals("-") ? "" : referrer,
        field(record, Field.USER_AGENT),
        field(record, Field.IP),
        field(record, Field.SESSION_ID),
        field(record, Field.PRODUCT_ID),
        field(record, Field.STORE_ID),
        field(record, Field.HEADERS),
        field(record, Field.PROPERTIES));
  }

  /** The same records with the fates that the partition's keeper gave them. */
  public Block withFates(byte[] fates, long[] behind, long maxEventMicros) {
    return new Block(
        topic,
        partition,
        size,
        offsets,
        timestamps,
        eventMicros,
        failures,
        fates,
        behind,
        values,
        spans,
        bytes,
        maxEventMicros,
        replaced);
  }

  private String text(int record, int field) {
    int at = record * SPANS + 2 * field;
    return spans[at] == ABSENT ? null : new String(bytes, spans[at], spans[at + 1], UTF_8);
  }

  /** The block as bytes, to be read by {@link #fromBytes}. */
  public byte[] toBytes() {
    byte[] name = topic.getBytes(UTF_8);
    int longs = behind == null ? 3 : 4;
    int columns = size * (longs * Long.BYTES + 2 + (2 + SPANS) * Integer.BYTES);
    ByteBuffer out =
        ByteBuffer.allocate(Long.BYTES + 6 * Integer.BYTES + name.length + columns + bytes.length);
    out.putLong(maxEventMicros);
    out.putInt(size).putInt(partition).putInt(name.length).putInt(bytes.length);
    out.putInt(longs).putInt(replaced);
    out.put(name);
    putLongs(out, offsets);
    putLongs(out, timestamps);
    putLongs(out, eventMicros);
    if (behind != null) {
      putLongs(out, behind);
    }
    out.put(failures, 0, size).put(fates, 0, size);
    putInts(out, values, 2 * size);
    putInts(out, spans, SPANS * size);
    out.put(bytes);
    return out.array();
  }

  public static Block fromBytes(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    long maxEventMicros = in.getLong();
    int size = in.getInt();
    int partition = in.getInt();
    byte[] name = new byte[in.getInt()];
    byte[] bytes = new byte[in.getInt()];
    int longs = in.getInt();
    int replaced = in.getInt();
    in.get(name);
    long[] offsets = longs(in, size);
    long[] timestamps = longs(in, size);
    long[] eventMicros = longs(in, size);
    long[] behind = longs == 4 ? longs(in, size) : null;
    byte[] failures = new byte[size];
    byte[] fates = new byte[size];
    in.get(failures).get(fates);
    int[] values = ints(in, 2 * size);
    int[] spans = ints(in, SPANS * size);
    in.get(bytes);
    return new Block(
        new String(name, UTF_8),
        partition,
        size,
        offsets,
        timestamps,
        eventMicros,
        failures,
        fates,
        behind,
        values,
        spans,
        bytes,
        maxEventMicros,
        replaced);
  }

  /** {@link #maxEventMicros} of an encoded block, without decoding the rest. */
  public static long maxEventMicros(byte[] encoded) {
    return ByteBuffer.wrap(encoded).getLong();
  }

  private void putLongs(ByteBuffer out, long[] column) {
    out.asLongBuffer().put(column, 0, size);
    out.position(out.position() + size * Long.BYTES);
  }

  private static void putInts(ByteBuffer out, int[] column, int length) {
    out.asIntBuffer().put(column, 0, length);
    out.position(out.position() + length * Integer.BYTES);
  }

  private static long[] longs(ByteBuffer in, int length) {
    long[] column = new long[length];
    in.asLongBuffer().get(column);
    in.position(in.position() + length * Long.BYTES);
    return column;
  }

  private static int[] ints(ByteBuffer in, int length) {
    int[] column = new int[length];
    in.asIntBuffer().get(column);
    in.position(in.position() + length * Integer.BYTES);
    return column;
  }
}
