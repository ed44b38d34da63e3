package dev.tidemark.station.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who a visitor is: a user id, else the hash that the pipeline documents. How it is made up is a
 * format and no calculation that could go wrong in two ways, so this says the same again: SipHash,
 * keyed for the day by HMAC of the salt, over address, digest of the user agent and site.
 */
final class VisitorIds {

  private static final long MICROS_A_DAY = 86_400_000_000L;

  private final byte[] salt;
  private final Map<Long, long[]> keys = new HashMap<>();

  VisitorIds(String salt) {
    this.salt = salt.getBytes(UTF_8);
  }

  /** What stands for a user agent in an id; the same on all days. */
  long digest(String userAgent) {
    return sipHash(key(Long.MIN_VALUE), sized(units(userAgent)));
  }

  String id(String user, NetAddress ip, long userAgent, String site, long micros) {
    if (user != null && !user.isBlank()) {
      return user;
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(sized(ip == null ? new byte[0] : ip.bytes()));
    byte[] digest = new byte[Long.BYTES];
    littleEndian(digest).putLong(userAgent);
    message.writeBytes(digest);
    message.writeBytes(sized(units(site)));
    long[] key = key(Math.floorDiv(micros, MICROS_A_DAY));
    return "~%016x".formatted(sipHash(key, message.toByteArray()));
  }

  /** An encoder would replace half a pair, which is what a text that was cut may end with. */
  private static byte[] units(String text) {
    byte[] units = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      units[2 * i] = (byte) text.charAt(i);
      units[2 * i + 1] = (byte) (text.charAt(i) >> 8);
    }
    return units;
  }

  private static byte[] sized(byte[] part) {
    byte[] sized = new byte[Integer.BYTES + part.length];
    littleEndian(sized).putInt(part.length).put(part);
    return sized;
  }

  private long[] key(long purpose) {
    return keys.computeIfAbsent(purpose, this::derive);
  }

  private long[] derive(long purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt, "HmacSHA256"));
      byte[] label = ByteBuffer.allocate(Long.BYTES).putLong(purpose).array();
      ByteBuffer derived = ByteBuffer.wrap(mac.doFinal(label)).order(ByteOrder.LITTLE_ENDIAN);
      return new long[] {derived.getLong(), derived.getLong()};
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", impossible);
    }
  }

  /** SipHash-2-4, as its paper writes it down. */
  private static long sipHash(long[] key, byte[] message) {
    long[] v = {
      key[0] ^ 0x736f6d6570736575L,
      key[1] ^ 0x646f72616e646f6dL,
      key[0] ^ 0x6c7967656e657261L,
      key[1] ^ 0x7465646279746573L
    };
    ByteBuffer padded = littleEndian(new byte[(message.length / 8 + 1) * 8]).put(message);
    padded.put(padded.capacity() - 1, (byte) message.length).rewind();
    while (padded.hasRemaining()) {
      long word = padded.getLong();
      v[3] ^= word;
      rounds(2, v);
      v[0] ^= word;
    }
    v[2] ^= 0xff;
    rounds(4, v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
  }

  private static void rounds(int count, long[] v) {
    for (int round = 0; round < count; round++) {
      v[0] += v[1];
      v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
      v[0] = Long.rotateLeft(v[0], 32);
      v[2] += v[3];
      v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
      v[0] += v[3];
      v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
      v[2] += v[1];
      v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
      v[2] = Long.rotateLeft(v[2], 32);
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
