package dev.tidemark.metric;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * MurmurHash3 of 128 bits for 64-bit machines, as DataSketches has it, but eight bytes at a time
 * and without an array for the answer.
 */
final class Murmur {

  /** What is made of the two halves of a hash. */
  @FunctionalInterface
  interface Answer {
    int of(long low, long high);
  }

  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;
  private static final int BLOCK = 2 * Long.BYTES;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Murmur() {}

  static int hash(byte[] bytes, long seed, Answer answer) {
    long low = seed;
    long high = seed;
    int at = 0;
    for (; at + BLOCK <= bytes.length; at += BLOCK) {
      low = Long.rotateLeft(low ^ first((long) LONGS.get(bytes, at)), 27) + high;
      low = low * 5 + 0x52dce729;
      high = Long.rotateLeft(high ^ second((long) LONGS.get(bytes, at + Long.BYTES)), 31) + low;
      high = high * 5 + 0x38495ab5;
    }
    if (at + Long.BYTES <= bytes.length) {
      low ^= first((long) LONGS.get(bytes, at));
      high ^= second(rest(bytes, at + Long.BYTES));
    } else {
      low ^= first(rest(bytes, at));
    }
    low ^= bytes.length;
    high ^= bytes.length;
    low += high;
    high += low;
    low = mixed(low);
    high = mixed(high);
    low += high;
    return answer.of(low, high + low);
  }

  private static long first(long word) {
    return Long.rotateLeft(word * C1, 31) * C2;
  }

  private static long second(long word) {
    return Long.rotateLeft(word * C2, 33) * C1;
  }

  /** Fewer than eight bytes, up to the end; of none, zero, which changes nothing. */
  private static long rest(byte[] bytes, int from) {
    long word = 0;
    for (int at = bytes.length - 1; at >= from; at--) {
      word = (word << Byte.SIZE) | (bytes[at] & 0xff);
    }
    return word;
  }

  private static long mixed(long hash) {
    long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
