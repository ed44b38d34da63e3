package dev.tidemark.station.audit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.memory.Memory;

/**
 * What a sketch holds, as a short text that is the same for the same visitors: DataSketches' own
 * bytes depend on the order in which it met them.
 */
final class Sketches {

  // "DataSketches HLL: preamble": the mode is in the lowest bits of byte 7. A list has its count in
  // byte 6 and coupons from byte 8, a set its count in bytes 8 to 11 and coupons from byte 12, and
  // a compact sketch of eight bits its registers from byte 40.
  private static final int MODE_AT = 7;
  private static final int LIST = 0;
  private static final int SET = 1;
  private static final int REGISTERS_AT = 40;

  private Sketches() {}

  static String text(byte[] image) {
    try {
      return text(HllSketch.heapify(Memory.wrap(image)));
    } catch (RuntimeException damaged) {
      return "unreadable, " + image.length + " bytes " + digest(image);
    }
  }

  static String text(HllSketch sketch) {
    byte[] image = sketch.copyAs(TgtHllType.HLL_8).toCompactByteArray();
    ByteBuffer bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    int mode = image[MODE_AT] & 3;
    if (mode != LIST && mode != SET) {
      byte[] registers = Arrays.copyOfRange(image, REGISTERS_AT, image.length);
      return "lgK " + sketch.getLgConfigK() + " registers " + digest(registers);
    }
    int[] coupons = new int[mode == LIST ? image[6] & 255 : bytes.getInt(8)];
    bytes.position(mode == LIST ? 8 : 12).asIntBuffer().get(coupons);
    Arrays.sort(coupons);
    ByteBuffer sorted = ByteBuffer.allocate(Integer.BYTES * coupons.length);
    sorted.asIntBuffer().put(coupons);
    return "lgK "
        + sketch.getLgConfigK()
        + " coupons "
        + coupons.length
        + " "
        + digest(sorted.array());
  }

  /** The number that stands beside a sketch in the tables. */
  static long estimate(HllSketch sketch) {
    return Math.round(sketch.getCompositeEstimate());
  }

  /** The beginning of a SHA-256, in hexadecimal. */
  static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(sha256(bytes), 0, 8);
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }
}
