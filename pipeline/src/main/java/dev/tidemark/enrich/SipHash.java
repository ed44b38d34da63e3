package dev.tidemark.enrich;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** SipHash-2-4 by Aumasson and Bernstein: a short hash that tells nothing without its key. */
record SipHash(long k0, long k1) {

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Leaves out the key: whoever has it can try addresses until the hash fits. */
  @Override
  public String toString() {
    return "SipHash";
  }

  long hash(byte[] message, int length) {
    long v0 = k0 ^ 0x736f6d6570736575L;
    long v1 = k1 ^ 0x646f72616e646f6dL;
    long v2 = k0 ^ 0x6c7967656e657261L;
    long v3 = k1 ^ 0x7465646279746573L;

    int whole = length & -8;
    // One word a turn, then the rest with the length on top, then four rounds to finish.
    for (int at = 0; ; at += 8) {
      boolean finish = at > whole;
      long word = finish ? 0 : at < whole ? (long) WORDS.get(message, at) : tail(message, length);
      if (finish) {
        v2 ^= 0xff;
      }
      v3 ^= word;
      for (int round = finish ? 4 : 2; round > 0; round--) {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
      }
      v0 ^= word;
      if (finish) {
        return v0 ^ v1 ^ v2 ^ v3;
      }
    }
  }

  private static long tail(byte[] message, int length) {
    long word = (long) length << 56;
    for (int i = length & -8; i < length; i++) {
      word |= (message[i] & 255L) << (8 * (i & 7));
    }
    return word;
  }
}
