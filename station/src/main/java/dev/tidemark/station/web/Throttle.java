package dev.tidemark.station.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * How much each address may do: a bucket of tokens that fills at a steady rate. An address of IPv6
 * shares its bucket with its /64, which one household has to itself.
 */
public final class Throttle {

  private static final int ADDRESSES = 100_000;
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double burst;
  private final LongSupplier clock;
  private final Cache<ByteBuffer, Bucket> buckets;

  /**
   * @param perSecond how fast a bucket fills
   * @param burst what a full bucket holds
   */
  public Throttle(double perSecond, double burst) {
    this(perSecond, burst, System::nanoTime);
  }

  Throttle(double perSecond, double burst, LongSupplier clock) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.clock = clock;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(ADDRESSES)
            // A bucket that nobody has touched for so long is full: forgetting it changes nothing.
            .expireAfterAccess(Duration.ofSeconds(1 + (long) Math.ceil(burst / perSecond)))
            .ticker(clock::getAsLong)
            .build();
  }

  /** What can be taken at once, however long somebody waits. */
  public double burst() {
    return burst;
  }

  /**
   * Takes tokens when there are enough.
   *
   * @return zero when they were taken, else how long until there will be enough
   */
  public Duration take(InetAddress address, int tokens) {
    Bucket bucket = buckets.get(key(address), k -> new Bucket(burst, clock.getAsLong()));
    synchronized (bucket) {
      long now = clock.getAsLong();
      bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) / NANOS * perSecond);
      bucket.at = now;
      if (bucket.tokens >= tokens) {
        bucket.tokens -= tokens;
        return Duration.ZERO;
      }
      return Duration.ofNanos((long) ((tokens - bucket.tokens) / perSecond * NANOS) + 1);
    }
  }

  private static ByteBuffer key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return ByteBuffer.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
  }

  private static final class Bucket {
    double tokens;
    long at;

    Bucket(double tokens, long at) {
      this.tokens = tokens;
      this.at = at;
    }
  }
}
