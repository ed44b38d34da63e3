package dev.tidemark.metric;

import static dev.tidemark.metric.DistinctUsers.LG_K;
import static dev.tidemark.metric.DistinctUsers.REGISTERS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The compact serialised form of a DataSketches HLL sketch of type HLL_4: a preamble of 8, 12 or 40
 * bytes, then coupons, or registers of half a byte and the few that need more.
 */
final class HllImage {
  // HLL_4 because it is half of HLL_8 and two thirds of HLL_6, and images are what tables and
  // shuffles are full of; the preamble's remaining fields say the same for all three types.
  private static final byte VERSION = 1;
  private static final byte FAMILY = 7;
  private static final byte LIST = 0;
  private static final byte SET = 1;
  private static final byte HLL = 2;
  private static final byte COMPACT = 8;
  private static final byte COMPACT_EMPTY = COMPACT | 4;
  private static final byte COMPACT_OUT_OF_ORDER = COMPACT | 16;

  private static final int LIST_PREAMBLE = 8;
  private static final int SET_PREAMBLE = 12;
  private static final int HLL_PREAMBLE = 40;
  private static final int MOST_IN_LIST = 7;
  private static final int LG_LIST = 3;
  private static final int LG_SMALLEST_SET = 5;
  private static final int LG_SMALLEST_OVERFLOW = 6;

  private static final int LG_K_AT = 3;
  private static final int COUNT_AT = 6;
  private static final int LOWEST_AT = 6;
  private static final int MODE_AT = 7;
  private static final int SET_COUNT_AT = 8;
  private static final int OVERFLOWS_AT = 36;

  private static final int OVERFLOW = 15;
  private static final int RANK_SHIFT = 26;

  private HllImage() {}

  static byte[] ofCoupons(int[] coupons) {
    int count = coupons.length;
    boolean list = count <= MOST_IN_LIST;
    int preamble = list ? LIST_PREAMBLE : SET_PREAMBLE;
    byte[] image = new byte[preamble + count * Integer.BYTES];
    ByteBuffer out = littleEndian(image);
    out.put((byte) (preamble / Integer.BYTES)).put(VERSION).put(FAMILY).put((byte) LG_K);
    out.put((byte) (list ? LG_LIST : lgTable(count, LG_SMALLEST_SET)));
    out.put(count == 0 ? COMPACT_EMPTY : COMPACT);
    out.put((byte) (list ? count : 0)).put(list ? LIST : SET);
    if (!list) {
      out.putInt(count);
    }
    out.asIntBuffer().put(coupons);
    return image;
  }

  static byte[] ofRegisters(byte[] registers) {
    int[] histogram = new int[64];
    for (byte rank : registers) {
      histogram[rank]++;
    }
    int lowest = 0;
    while (histogram[lowest] == 0) {
      lowest++;
    }
    int overflows = 0;
    for (int rank = lowest + OVERFLOW; rank < histogram.length; rank++) {
      overflows += histogram[rank];
    }

    byte[] image = new byte[HLL_PREAMBLE + REGISTERS / 2 + overflows * Integer.BYTES];
    ByteBuffer out = littleEndian(image);
    out.put((byte) (HLL_PREAMBLE / Integer.BYTES)).put(VERSION).put(FAMILY).put((byte) LG_K);
    out.put((byte) (overflows == 0 ? 0 : lgTable(overflows, LG_SMALLEST_OVERFLOW)));
    // "Out of order" tells every reader to use the estimator that knows no order; what the other
    // one would need, its accumulator, is zero then.
    out.put(COMPACT_OUT_OF_ORDER).put((byte) lowest).put(HLL).putDouble(0);
    out.putDouble(inverseSum(histogram, 0, 32)).putDouble(inverseSum(histogram, 32, 64));
    out.putInt(histogram[lowest]).putInt(overflows);
    pack(registers, lowest, out);
    return image;
  }

  static boolean holdsRegisters(byte[] image) {
    boolean ours =
        image.length >= LIST_PREAMBLE
            && image[1] == VERSION
            && image[2] == FAMILY
            && image[LG_K_AT] == LG_K
            && (image[5] & COMPACT) != 0
            && image[MODE_AT] <= HLL;
    if (!ours) {
      throw new IllegalArgumentException("Not the image of a compact HLL_4 sketch of lgK " + LG_K);
    }
    return image[MODE_AT] == HLL;
  }

  static int[] coupons(byte[] image) {
    ByteBuffer in = littleEndian(image);
    boolean list = image[MODE_AT] == LIST;
    int[] coupons = new int[list ? image[COUNT_AT] : in.getInt(SET_COUNT_AT)];
    in.position(list ? LIST_PREAMBLE : SET_PREAMBLE).asIntBuffer().get(coupons);
    return coupons;
  }

  static byte[] registers(byte[] image) {
    byte[] registers = new byte[REGISTERS];
    int lowest = image[LOWEST_AT];
    for (int i = 0; i < REGISTERS; i += 2) {
      int pair = image[HLL_PREAMBLE + i / 2];
      registers[i] = (byte) (lowest + (pair & 0xF));
      registers[i + 1] = (byte) (lowest + (pair >>> 4 & 0xF));
    }
    ByteBuffer in = littleEndian(image);
    int overflows = in.getInt(OVERFLOWS_AT);
    in.position(HLL_PREAMBLE + REGISTERS / 2);
    for (int i = 0; i < overflows; i++) {
      int coupon = in.getInt();
      registers[coupon & (REGISTERS - 1)] = (byte) (coupon >>> RANK_SHIFT);
    }
    return registers;
  }

  private static void pack(byte[] registers, int lowest, ByteBuffer out) {
    byte[] packed = new byte[REGISTERS / 2];
    for (int i = 0; i < packed.length; i++) {
      int low = Math.min(registers[2 * i] - lowest, OVERFLOW);
      int high = Math.min(registers[2 * i + 1] - lowest, OVERFLOW);
      packed[i] = (byte) (high << 4 | low);
    }
    out.put(packed);
    for (int i = 0; out.hasRemaining(); i++) {
      if (registers[i] - lowest >= OVERFLOW) {
        out.putInt(registers[i] << RANK_SHIFT | i);
      }
    }
  }

  // Exact, in whatever order: at most 2^14 multiples of 2^-31 (or 2^-63, each below 2^-31).
  private static double inverseSum(int[] histogram, int from, int to) {
    double sum = 0;
    for (int rank = from; rank < to; rank++) {
      sum += Math.scalb((double) histogram[rank], -rank);
    }
    return sum;
  }

  // The size of the hash table that a reader will need: at most three quarters full.
  private static int lgTable(int count, int smallest) {
    int lg = smallest;
    while (4 * count > 3 << lg) {
      lg++;
    }
    return lg;
  }

  private static ByteBuffer littleEndian(byte[] image) {
    return ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
  }
}
