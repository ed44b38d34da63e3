package dev.tidemark.metric;

import java.util.function.ToIntFunction;

/**
 * A bounded memory of the coupons of users, for one thread: several metrics count the same users,
 * and most users come again.
 */
public final class Coupons implements ToIntFunction<String> {

  private static final int ENTRIES = 1 << 13;

  private final String[] users = new String[ENTRIES];
  private final int[] coupons = new int[ENTRIES];

  @Override
  public int applyAsInt(String user) {
    int hash = user.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (ENTRIES - 1);
    if (!user.equals(users[slot])) {
      users[slot] = user;
      coupons[slot] = DistinctUsers.coupon(user);
    }
    return coupons[slot];
  }
}
