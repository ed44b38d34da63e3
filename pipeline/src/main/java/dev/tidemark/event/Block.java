package dev.tidemark.event;

import static dev.tidemark.event.BlockLayout.ROW;
import static dev.tidemark.event.BlockLayout.getInt;
import static dev.tidemark.event.BlockLayout.getLong;
import static dev.tidemark.event.BlockLayout.putLong;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Set;

/**
 * Consecutive records of one partition, as they came, with what the parser found in them.
 *
 * <p>An engine's cost is per element, so the element is a block. A field is a span of the block's
 * bytes: a slice of its record where the record holds it literally, else of text that the parser
 * put behind the record. A block is read where it lies in its encoded bytes: those that a worker
 * receives are not taken apart first.
 */
public final class Block {

  private static final Failure[] FAILURES = Failure.values();
  private static final int ABSENT = -1;

  private final String topic;
  private final int partition;
  private final int size;
  private final int rows;
  private final int text;

  /** As {@link BlockLayout} has it; shared by blocks that differ in fates, and never changed. */
  private final byte[] encoded;

  /** What a keeper decided; null while the encoded bytes tell. */
  private final byte[] fates;

  private final long[] behind;
  private final long maxEventMicros;

  private Block(String topic, byte[] encoded, byte[] fates, long[] behind, long maxEventMicros) {
    this.topic = topic;
    this.encoded = encoded;
    this.partition = getInt(encoded, BlockLayout.PARTITION);
    this.size = getInt(encoded, BlockLayout.SIZE);
    this.rows = BlockLayout.NAME + getInt(encoded, BlockLayout.NAME_LENGTH);
    this.text = rows + size * ROW;
    this.fates = fates;
    this.behind = behind;
    this.maxEventMicros = maxEventMicros;
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
    return getLong(encoded, row(record) + BlockLayout.OFFSET);
  }

  /** What Kafka says: when the record was made or appended, in milliseconds. */
  public long timestampMillis(int record) {
    return getLong(encoded, row(record) + BlockLayout.TIMESTAMP);
  }

  /** The event time in microseconds; meaningless for a record that failed. */
  public long eventMicros(int record) {
    return getLong(encoded, row(record) + BlockLayout.EVENT_MICROS);
  }

  /** Why the record is no event; null when it is one. */
  public Failure failure(int record) {
    int failure = encoded[row(record) + BlockLayout.FAILURE];
    return failure < 0 ? null : FAILURES[failure];
  }

  /** What the parser said about a failure. */
  public String detail(int record) {
    return text(record, 0);
  }

  public Fate fate(int record) {
    return Fate.of(fates == null ? encoded[row(record) + BlockLayout.FATE] : fates[record]);
  }

  /** How far a late event lay behind its partition's watermark. */
  public long behindMicros(int record) {
    if (fates == null) {
      return getLong(encoded, row(record) + BlockLayout.BEHIND);
    }
    return behind == null ? 0 : behind[record];
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
      sum += getInt(encoded, row(record) + BlockLayout.VALUE + Integer.BYTES);
    }
    return sum;
  }

  /** How many characters were replaced because no table can hold them. */
  public int replaced() {
    return getInt(encoded, BlockLayout.REPLACED);
  }

  /** The text of a field; null when the event has none. */
  public String field(int record, Field field) {
    return text(record, field.ordinal());
  }

  /** The record's value as it came. */
  public byte[] payload(int record) {
    return bytes(row(record) + BlockLayout.VALUE);
  }

  /** What the record has beside its value; null where that is not kept. */
  public Envelope envelope(int record) {
    int span = row(record) + BlockLayout.span(Field.ENVELOPE.ordinal());
    return getInt(encoded, span) == ABSENT ? null : Envelope.fromBytes(bytes(span));
  }

  /** The event at a position, as text. */
  public PageView view(int record) {
    return view(record, new Vocabulary(1), Part.ALL);
  }

  /**
   * The event at a position, as text; texts that came before are the same objects as then.
   *
   * @param parts that are asked for: texts that only others need are absent
   */
  public PageView view(int record, Vocabulary known, Set<Part> parts) {
    boolean details = parts.contains(Part.DETAILS);
    String userId = text(record, Field.USER_ID, known);
    boolean byAddress = userId == null || userId.isBlank();
    String type = text(record, Field.EVENT_TYPE, known);
    String referrer = text(record, Field.REFERRER, known);
    return new PageView(
        topic,
        partition,
        offset(record),
        timestampMillis(record),
        eventMicros(record),
        details ? text(record, Field.EVENT_ID, known) : null,
        type == null ? PageView.PAGE_VIEW : type,
        userId,
        text(record, Field.URL, known),
        text(record, Field.HOST, known),
        referrer == null || referrer.equals("-") ? "" : referrer,
        text(record, Field.USER_AGENT, known),
        byAddress || details || parts.contains(Part.PLACE) ? text(record, Field.IP, known) : null,
        details ? text(record, Field.SESSION_ID, known) : null,
        details ? text(record, Field.PRODUCT_ID, known) : null,
        details ? text(record, Field.STORE_ID, known) : null,
        details ? text(record, Field.HEADERS, known) : null,
        details ? text(record, Field.PROPERTIES, known) : null);
  }

  /**
   * The same records with the fates that the partition's keeper gave them.
   *
   * @param behind how far late events lay behind; null when there are none
   */
  public Block withFates(byte[] fates, long[] behind, long maxEventMicros) {
    return new Block(topic, encoded, fates, behind, maxEventMicros);
  }

  private int row(int record) {
    return rows + record * ROW;
  }

  private String text(int record, int field) {
    int span = row(record) + BlockLayout.span(field);
    int start = getInt(encoded, span);
    return start == ABSENT
        ? null
        : new String(encoded, text + start, getInt(encoded, span + Integer.BYTES), UTF_8);
  }

  private String text(int record, Field field, Vocabulary known) {
    int span = row(record) + BlockLayout.span(field.ordinal());
    int start = getInt(encoded, span);
    return start == ABSENT
        ? null
        : known.of(field, encoded, text + start, getInt(encoded, span + Integer.BYTES));
  }

  private byte[] bytes(int span) {
    int start = text + getInt(encoded, span);
    return Arrays.copyOfRange(encoded, start, start + getInt(encoded, span + Integer.BYTES));
  }

  /** The block as bytes, to be read by {@link #fromBytes}, and not to be changed. */
  public byte[] toBytes() {
    if (fates == null) {
      return encoded;
    }
    byte[] kept = encoded.clone();
    putLong(kept, BlockLayout.MAX_EVENT_MICROS, maxEventMicros);
    for (int record = 0; record < size; record++) {
      kept[row(record) + BlockLayout.FATE] = fates[record];
      putLong(kept, row(record) + BlockLayout.BEHIND, behindMicros(record));
    }
    return kept;
  }

  /** A block that is read in these bytes, which must not change any more. */
  public static Block fromBytes(byte[] encoded) {
    int length = getInt(encoded, BlockLayout.NAME_LENGTH);
    String topic = new String(encoded, BlockLayout.NAME, length, UTF_8);
    return new Block(topic, encoded, null, null, maxEventMicros(encoded));
  }

  /** {@link #maxEventMicros} of an encoded block, without decoding the rest. */
  public static long maxEventMicros(byte[] encoded) {
    return getLong(encoded, BlockLayout.MAX_EVENT_MICROS);
  }
}
