package dev.tidemark.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where things lie in an encoded {@link Block}: a head, the topic's name, a row of fixed size for
 * each record, and the text that the rows point into.
 */
final class BlockLayout {

  /** First, so that the clock of a partition finds it without decoding. */
  static final int MAX_EVENT_MICROS = 0;

  static final int SIZE = 8;
  static final int PARTITION = 12;
  static final int NAME_LENGTH = 16;
  static final int REPLACED = 20;
  static final int NAME = 24;

  /** Within a row. */
  static final int OFFSET = 0;

  static final int TIMESTAMP = 8;
  static final int EVENT_MICROS = 16;

  /** How far a late event lay behind. */
  static final int BEHIND = 24;

  /** Where the record's value begins in the text, and how long it is. */
  static final int VALUE = 32;

  static final int FAILURE = 40;
  static final int FATE = 41;

  /** For each field, where its text begins and how long it is. */
  static final int SPANS = 42;

  static final int ROW = SPANS + 2 * Field.COUNT * Integer.BYTES;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BlockLayout() {}

  /** Where in a row the span of a field lies. */
  static int span(int field) {
    return SPANS + 2 * field * Integer.BYTES;
  }

  static int getInt(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at);
  }

  static void putInt(byte[] bytes, int at, int value) {
    INTS.set(bytes, at, value);
  }

  static long getLong(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  static void putLong(byte[] bytes, int at, long value) {
    LONGS.set(bytes, at, value);
  }
}
