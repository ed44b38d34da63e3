package dev.tidemark.metric;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.jupiter.api.Test;

class CouponsTest {

  @Test
  void aUserHasTheSameCouponWhetherRememberedOrNot() {
    Coupons coupons = new Coupons();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 100_000; i++) {
        String user = "user-" + i;
        assertThat(coupons.applyAsInt(user), is(DistinctUsers.coupon(user)));
      }
    }
  }

  @Test
  void usersWhoseNamesHaveEqualHashesAreToldApart() {
    Coupons coupons = new Coupons();
    for (String user : List.of("AaAa", "BBBB", "AaBB", "BBAa", "AaAa", "BBBB")) {
      assertThat(coupons.applyAsInt(user), is(DistinctUsers.coupon(user)));
    }
  }
}
