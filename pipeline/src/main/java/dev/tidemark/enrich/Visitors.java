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

  private static final byte[] NO_BYTES = {};

  /** No day: what the key of digests is derived for. */
  private static final long DIGESTS = Long.MIN_VALUE;

  private final byte[] salt;
  private final SipHash digestKey;
  private final long[] days = new long[DAYS];
  private final SipHash[] keys = new SipHash[DAYS];
  private byte[] message = new byte[1024];
  private int length;

  Visitors(byte[] salt) {
    this.salt = salt.clone();
    this.digestKey = deriveKey(DIGESTS);
  }

  /**
   * @param ip null when it is absent or unreadable
   * @param userAgent its {@link #digest}
   */
  String idOf(String userId, IpAddress ip, long userAgent, String site, long eventMicros) {
    if (userId != null && !userId.isBlank()) {
      return userId;
    }
    length = 0;
    append(ip == null ? NO_BYTES : ip.bytes());
    append(userAgent);
    append(site);
    SipHash key = keyOf(Math.floorDiv(eventMicros, DAY_MICROS));
    return format(key.hash(message, length));
  }

  /** Stands for a long text in an id; the same on all days, so that it can be remembered. */
  long digest(String text) {
    length = 0;
    append(text);
    return digestKey.hash(message, length);
  }

  private SipHash keyOf(long day) {
    int slot = (int) (day & (DAYS - 1));
    if (keys[slot] == null || days[slot] != day) {
      days[slot] = day;
      keys[slot] = deriveKey(day);
    }
    return keys[slot];
  }

  /** Whoever learns the key of a day or of digests learns nothing of the others or of the salt. */
  private SipHash deriveKey(long purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt, "HmacSHA256"));
      byte[] label = ByteBuffer.allocate(Long.BYTES).putLong(purpose).array();
      ByteBuffer derived = ByteBuffer.wrap(mac.doFinal(label)).order(ByteOrder.LITTLE_ENDIAN);
      return new SipHash(derived.getLong(), derived.getLong());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HmacSHA256", e);
    }
  }

  /** With its length before it, so that no two lists of parts are the same message. */
  private void append(byte[] part) {
    reserve(part.length);
    System.arraycopy(part, 0, message, length, part.length);
    length += part.length;
  }

  private void append(long part) {
    for (int shift = 0; shift < 64; shift += 8) {
      message[length++] = (byte) (part >> shift);
    }
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
