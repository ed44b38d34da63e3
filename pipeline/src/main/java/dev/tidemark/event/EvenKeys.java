package dev.tidemark.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import org.apache.datasketches.hash.MurmurHash3;

/**
 * Names the numbered few that work is keyed by, such as the partitions of a topic, so that Flink
 * deals them to its subtasks evenly.
 *
 * <p>Flink gives each key to one of 128 groups by a hash, and each subtask a range of the groups.
 * That is even for many keys; of four, three can easily meet on one subtask while another has one.
 * So each name ends with a number that sends it to the group where it should be: the first two lie
 * half of the groups apart, the next ones in the middle between them, and so on. To an engine that
 * hashes otherwise they are names as good as any.
 */
public final class EvenKeys {
  private static final int GROUP_BITS = 7;

  /**
   * Groups of keys, as many as Flink has when nobody says otherwise: a checkpoint cannot be
   * restored with another number.
   */
  public static final int GROUPS = 1 << GROUP_BITS;

  private EvenKeys() {}

  /**
   * The key of one of several that have the same name.
   *
   * @param number from zero
   */
  public static String of(String name, int number) {
    int group = group(name) ^ (Integer.reverse(number) >>> (Integer.SIZE - GROUP_BITS));
    for (int last = 0; ; last++) {
      String key = name + "/" + number + "." + last;
      if (group(key) == group) {
        return key;
      }
    }
  }

  /** The name in a key. */
  public static String name(String key) {
    return key.substring(0, key.lastIndexOf('/'));
  }

  /** The group of a key: Flink's hash of the hash of the key as Beam encodes it. */
  static int group(String key) {
    int hash = (int) MurmurHash3.hash(encoded(key), 0)[0];
    hash *= 0xcc9e2d51;
    hash = Integer.rotateLeft(hash, 15);
    hash *= 0x1b873593;
    hash = Integer.rotateLeft(hash, 13);
    hash = hash * 5 + 0xe6546b64;
    hash ^= Integer.BYTES;
    hash ^= hash >>> 16;
    hash *= 0x85ebca6b;
    hash ^= hash >>> 13;
    hash *= 0xc2b2ae35;
    hash ^= hash >>> 16;
    return (hash == Integer.MIN_VALUE ? 0 : Math.abs(hash)) % GROUPS;
  }

  /** The bytes of a text with their number before them, seven bits a byte. */
  private static byte[] encoded(String key) {
    byte[] text = key.getBytes(UTF_8);
    ByteArrayOutputStream encoded = new ByteArrayOutputStream(text.length + 2);
    int rest = text.length;
    while (rest > 0x7F) {
      encoded.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    encoded.write(rest);
    encoded.writeBytes(text);
    return encoded.toByteArray();
  }
}
