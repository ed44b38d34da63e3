package dev.tidemark.metric;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The encoded key of a row, in a buffer made to be filled again and again: for each dimension the
 * length of its UTF-8 bytes, as four bytes with the highest first, and the bytes.
 */
public final class Key {
  // A fixed-size length lets PostgreSQL compute the key of a text in one expression:
  // substring(sha256(int4send(octet_length(url)) || convert_to(url, 'UTF8')) for 16).
  private static final int HASH_BYTES = 16;

  private byte[] bytes = new byte[256];
  private int length;

  /** The first half of the SHA-256 of an encoded key: what rows are found by in the tables. */
  public static byte[] hash(byte[] key) {
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(key), HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** The values that were encoded, in the order of the dimensions. */
  public static List<String> values(byte[] key) {
    List<String> values = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(key);
    while (rest.hasRemaining()) {
      int size = rest.getInt();
      values.add(new String(key, rest.position(), size, UTF_8));
      rest.position(rest.position() + size);
    }
    return values;
  }

  public Key clear() {
    length = 0;
    return this;
  }

  /** The key of these values, in the order of the dimensions. */
  public Key of(String[] values) {
    clear();
    for (String value : values) {
      append(value);
    }
    return this;
  }

  public Key append(String value) {
    byte[] text = value.getBytes(UTF_8);
    int end = length + Integer.BYTES + text.length;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
    }
    bytes[length] = (byte) (text.length >>> 24);
    bytes[length + 1] = (byte) (text.length >>> 16);
    bytes[length + 2] = (byte) (text.length >>> 8);
    bytes[length + 3] = (byte) text.length;
    System.arraycopy(text, 0, bytes, length + Integer.BYTES, text.length);
    length = end;
    return this;
  }

  /**
   * The buffer itself: only its first {@link #length()} bytes are the key, until the next clear.
   */
  public byte[] buffer() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
