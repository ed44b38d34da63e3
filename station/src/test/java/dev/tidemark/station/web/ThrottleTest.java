package dev.tidemark.station.web;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private final AtomicLong clock = new AtomicLong();
  private final Throttle throttle = new Throttle(2, 10, clock::get);

  @Test
  void aBucketHoldsABurstAndFillsAtItsRate() {
    assertThat(taken("203.0.113.1", 10), is(true));
    assertThat(taken("203.0.113.1", 1), is(false));
    pass(Duration.ofMillis(499));
    assertThat(taken("203.0.113.1", 1), is(false));
    pass(Duration.ofMillis(1));
    assertThat(taken("203.0.113.1", 1), is(true));
    assertThat(taken("203.0.113.1", 1), is(false));
  }

  @Test
  void aRefusalSaysHowLongToWait() {
    throttle.take(address("203.0.113.1"), 10);
    Duration wait = throttle.take(address("203.0.113.1"), 4);
    assertThat(wait, is(greaterThan(Duration.ofMillis(1_999))));
    assertThat(wait, is(lessThanOrEqualTo(Duration.ofMillis(2_001))));
  }

  @Test
  void aBucketThatIsForgottenWasFull() {
    throttle.take(address("203.0.113.1"), 10);
    pass(Duration.ofDays(1));
    assertThat(taken("203.0.113.1", 10), is(true));
    assertThat(taken("203.0.113.1", 1), is(false));
  }

  @Test
  void eachAddressHasABucketAndAHouseholdOfIpv6One() {
    assertThat(taken("203.0.113.1", 10), is(true));
    assertThat(taken("203.0.113.2", 10), is(true));
    assertThat(taken("2001:db8:0:1::1", 10), is(true));
    assertThat(taken("2001:db8:0:1:ffff::2", 1), is(false));
    assertThat(taken("2001:db8:0:2::1", 10), is(true));
  }

  private boolean taken(String address, int tokens) {
    return throttle.take(address(address), tokens).isZero();
  }

  private static InetAddress address(String text) {
    return Network.address(text).orElseThrow();
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
