package dev.tidemark.station.web.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/**
 * Who is signed in. Kept in memory, by the digest of what the cookie holds; a restart of the server
 * ends all sessions.
 */
final class Sessions {

  static final Duration LONGEST = Duration.ofDays(30);
  private static final Duration IDLE = Duration.ofDays(2);
  private static final int MOST = 10_000;

  private final Cache<ByteBuffer, Instant> began =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(IDLE).build();

  /** Begins a session and returns what its cookie holds. */
  String begin() {
    String cookie = Secret.randomText();
    began.put(key(cookie), Instant.now());
    return cookie;
  }

  boolean goesOn(String cookie) {
    Instant beginning = cookie == null ? null : began.getIfPresent(key(cookie));
    return beginning != null && beginning.plus(LONGEST).isAfter(Instant.now());
  }

  void end(String cookie) {
    if (cookie != null) {
      began.invalidate(key(cookie));
    }
  }

  private static ByteBuffer key(String cookie) {
    return ByteBuffer.wrap(Secret.digest(cookie.getBytes(UTF_8)));
  }
}
