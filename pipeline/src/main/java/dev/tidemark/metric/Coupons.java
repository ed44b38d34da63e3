package dev.tidemark.metric;

import java.util.function.ToIntFunction;

/**
 * A bounded memory of the coupons of users, for one thread: several metrics count the same users,
 * and most users come again.
 */
public final class Coupons implements ToIntFunction<String> {

  private static final int ENTRIES = 1 << 13;

  private final String[] users = new String[ENTRIES];

  /** Of the users, so that most that are others are known as such without looking at them. */
  private final int[] hashes = new int[ENTRIES];

  private final int[] coupons = new int[ENTRIES];

  @Override
  public int applyAsInt(String user) {
    int hash = user.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (ENTRIES - 1);
    if (hashes[slot] != hash || !user.equals(users[slot])) {
      hashes[slot] = hash;
      users[slot] = user;
      coupons[slot] = DistinctUsers.coupon(user);
    }
    return coupons[slot];
  }
}
