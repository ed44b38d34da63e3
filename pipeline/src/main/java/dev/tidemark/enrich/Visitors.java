package dev.tidemark.enrich;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names visitors: by their user id, else by a salted hash of address, user agent and site that
 * changes at midnight UTC of event time. One instance a thread.
 *
 * <p>What is missing counts as empty, so all events of a day and a site that tell neither address
 * nor user agent are one visitor.
 */
final class Visitors {

  /** Begins every hash; user ids do not, so the two cannot be taken for each other. */
  static final char HASHED = '~';

  private static final long DAY_MICROS = TimeUnit.DAYS.toMicros(1);

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** Events come nearly in order: a few days at a time are enough. */
  private static final int DAYS = 8;

  private final byte[] salt;
  private final long[] days = new long[DAYS];
  private final SipHash[] keys = new SipHash[DAYS];
  private byte[] message = new byte[1024];
  private int length;

  Visitors(byte[] salt) {
    this.salt = salt.clone();
  }

  /**
   * @param ip null when it is absent or unreadable
   */
  String idOf(String userId, IpAddress ip, String userAgent, String site, long eventMicros) {
    if (userId != null && !userId.isBlank()) {
      return userId;
    }
    length = 0;
    append(ip == null ? new byte[0] : ip.bytes());
    append(userAgent == null ? "" : userAgent);
    append(site);
    SipHash key = keyOf(Math.floorDiv(eventMicros, DAY_MICROS));
    return format(key.hash(message, length));
  }

  private SipHash keyOf(long day) {
    int slot = (int) (day & (DAYS - 1));
    if (keys[slot] == null || days[slot] != day) {
      days[slot] = day;
      keys[slot] = deriveKey(day);
    }
    return keys[slot];
  }

  private SipHash deriveKey(long day) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt, "HmacSHA256"));
      byte[] today = ByteBuffer.allocate(Long.BYTES).putLong(day).array();
      ByteBuffer derived = ByteBuffer.wrap(mac.doFinal(today)).order(ByteOrder.LITTLE_ENDIAN);
      return new SipHash(derived.getLong(), derived.getLong());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HmacSHA256", e);
    }
  }

  /** Each part with its length before it, so that no two lists of parts are the same message. */
  private void append(byte[] part) {
    reserve(part.length);
    System.arraycopy(part, 0, message, length, part.length);
    length += part.length;
  }

  /** As UTF-16, which needs no encoder. */
  private void append(String part) {
    reserve(2 * part.length());
    byte[] to = message;
    int at = length;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      to[at++] = (byte) c;
      to[at++] = (byte) (c >> 8);
    }
    length = at;
  }

  private void reserve(int more) {
    int needed = length + Integer.BYTES + more;
    if (needed > message.length) {
      message = Arrays.copyOf(message, Math.max(needed, 2 * message.length));
    }
    for (int shift = 0; shift < 32; shift += 8) {
      message[length++] = (byte) (more >> shift);
    }
  }

  private static String format(long hash) {
    byte[] text = new byte[17];
    text[0] = (byte) HASHED;
    for (int i = 16; i > 0; i--) {
      text[i] = HEX[(int) (hash >>> (4 * (16 - i))) & 15];
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
