package dev.tidemark.metric;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.apache.datasketches.hash.MurmurHash3;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.memory.Memory;

/**
 * Estimates how many distinct users there were; any two can be merged, in any order. The state, and
 * so the image and the estimate, depends on nothing but the set of users.
 */
public final class DistinctUsers {
  // The state is HyperLogLog as DataSketches defines it, fed by the same hash, but kept in a
  // canonical form: DataSketches' own sketches remember the order of what they saw (in the order
  // of their coupons and in the HIP accumulator), so that engines which merge in different orders
  // would write different bytes and different estimates for the same users.

  /** 16,384 registers: a standard error of 0.8 %, so 98.6 % of the estimates lie within 2 %. */
  static final int LG_K = 14;

  static final int REGISTERS = 1 << LG_K;

  /** Up to here every user is remembered by itself; DataSketches changes over at the same count. */
  static final int MOST_COUPONS = 3 * (REGISTERS / 8) / 4;

  private static final long SEED = 9001;
  private static final int ADDRESS_BITS = 26;
  private static final int ADDRESS = (1 << ADDRESS_BITS) - 1;
  private static final int[] NONE = {};

  // A coupon is what is left of a user: 26 bits of address and, above them, 6 bits of rank. While
  // there are few, they are kept sorted; then each register keeps the highest rank of its coupons.
  private int[] coupons;
  private int count;
  private byte[] registers;

  public DistinctUsers() {
    coupons = NONE;
  }

  private DistinctUsers(int[] coupons, int count, byte[] registers) {
    this.coupons = coupons;
    this.count = count;
    this.registers = registers;
  }

  /** Reads an image that {@link #toBytes()} wrote. */
  public static DistinctUsers fromBytes(byte[] image) {
    if (HllImage.holdsRegisters(image)) {
      return new DistinctUsers(NONE, 0, HllImage.registers(image));
    }
    int[] coupons = HllImage.coupons(image);
    return new DistinctUsers(coupons, coupons.length, null);
  }

  /** The estimate of an image that {@link #toBytes()} wrote. */
  public static long estimate(byte[] image) {
    return Math.round(HllSketch.heapify(Memory.wrap(image)).getCompositeEstimate());
  }

  /** Counts a user in; a user without a name is nobody. */
  public void add(String user) {
    if (user != null && !user.isEmpty()) {
      add(coupon(user));
    }
  }

  /** Counts in all users of the other, which stays as it is. */
  public void merge(DistinctUsers other) {
    if (other.registers == null) {
      for (int i = 0; i < other.count; i++) {
        add(other.coupons[i]);
      }
      return;
    }
    if (registers == null) {
      spread();
    }
    for (int i = 0; i < REGISTERS; i++) {
      registers[i] = (byte) Math.max(registers[i], other.registers[i]);
    }
  }

  public long estimate() {
    return estimate(toBytes());
  }

  /** The sketch as an image that every DataSketches library can read and merge. */
  public byte[] toBytes() {
    return registers == null ? HllImage.ofCoupons(coupons, count) : HllImage.ofRegisters(registers);
  }

  public DistinctUsers copy() {
    return new DistinctUsers(
        Arrays.copyOf(coupons, count), count, registers == null ? null : registers.clone());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DistinctUsers that
        && Arrays.equals(coupons, 0, count, that.coupons, 0, that.count)
        && Arrays.equals(registers, that.registers);
  }

  @Override
  public int hashCode() {
    return registers == null ? Arrays.hashCode(toBytes()) : Arrays.hashCode(registers);
  }

  @Override
  public String toString() {
    return "about " + estimate();
  }

  private static int coupon(String user) {
    long[] hash = MurmurHash3.hash(user.getBytes(UTF_8), SEED);
    int rank = Math.min(Long.numberOfLeadingZeros(hash[1]), 62) + 1;
    return rank << ADDRESS_BITS | ((int) hash[0] & ADDRESS);
  }

  private void add(int coupon) {
    if (registers != null) {
      raise(coupon);
      return;
    }
    int found = Arrays.binarySearch(coupons, 0, count, coupon);
    if (found < 0) {
      insert(~found, coupon);
    }
  }

  private void insert(int at, int coupon) {
    if (count == coupons.length) {
      coupons = Arrays.copyOf(coupons, Math.min(Math.max(2, 2 * count), MOST_COUPONS + 1));
    }
    System.arraycopy(coupons, at, coupons, at + 1, count - at);
    coupons[at] = coupon;
    count++;
    if (count > MOST_COUPONS) {
      spread();
    }
  }

  private void spread() {
    registers = new byte[REGISTERS];
    for (int i = 0; i < count; i++) {
      raise(coupons[i]);
    }
    coupons = NONE;
    count = 0;
  }

  private void raise(int coupon) {
    int register = coupon & (REGISTERS - 1);
    int rank = coupon >>> ADDRESS_BITS;
    if (rank > registers[register]) {
      registers[register] = (byte) rank;
    }
  }
}
