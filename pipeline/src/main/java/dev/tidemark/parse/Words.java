package dev.tidemark.parse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at eight bytes at a time.
 *
 * <p>Subtracting from every byte of a word at once may borrow from the byte above, but only where
 * the byte below was itself a hit; the lowest hit is therefore always exact, and no other is used.
 */
final class Words {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long SPACES = ONES * ' ';
  private static final long DELETES = ONES * 0x7f;

  private Words() {}

  /** The eight bytes from {@code at}, the first one lowest. */
  static long at(byte[] bytes, int at) {
    return (long) WORD.get(bytes, at);
  }

  /** Up to eight bytes, the first one lowest, zeros above them. */
  static long upTo8(byte[] bytes, int from, int length) {
    if (from + Long.BYTES <= bytes.length) {
      long word = at(bytes, from);
      return length >= Long.BYTES ? word : word & ((1L << (length << 3)) - 1);
    }
    long word = 0;
    for (int i = Math.min(length, Long.BYTES) - 1; i >= 0; i--) {
      word = word << 8 | (bytes[from + i] & 0xff);
    }
    return word;
  }

  /** The first byte that ends or interrupts plain ASCII text in a JSON string, or {@code end}. */
  static int plainText(byte[] bytes, int from, int end) {
    int at = from;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      long word = at(bytes, at);
      long hits =
          (((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | (word - SPACES) | word)
              & HIGHS;
      if (hits != 0) {
        return at + (Long.numberOfTrailingZeros(hits) >>> 3);
      }
    }
    while (at < end && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
      at++;
    }
    return at;
  }

  /** The first byte that is not printable ASCII, or {@code end}. */
  static int printable(byte[] bytes, int from, int end) {
    int at = from;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      long word = at(bytes, at);
      long hits = (((word ^ DELETES) - ONES) | (word - SPACES) | word) & HIGHS;
      if (hits != 0) {
        return at + (Long.numberOfTrailingZeros(hits) >>> 3);
      }
    }
    while (at < end && bytes[at] >= ' ' && bytes[at] != 0x7f) {
      at++;
    }
    return at;
  }
}
