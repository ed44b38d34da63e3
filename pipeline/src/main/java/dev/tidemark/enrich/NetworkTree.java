package dev.tidemark.enrich;

import com.maxmind.db.Metadata;

/**
 * The search tree of a MaxMind database: finds which record is that of an address.
 *
 * <p>Implementation note: MaxMind's reader decodes the record at every look-up, which takes most of
 * its time. Few records differ among many addresses, so finding the record is what must be fast.
 */
final class NetworkTree {

  /** The database has no record for the address. */
  static final int NONE = -1;

  private static final int BITS_AT_ONCE = 16;

  // The two branches of each node: below the number of nodes another node, that number for
  // nothing, above it the place of a record.
  private final int[] branches;
  private final int nodes;
  private final boolean knowsV6;

  /** Where the first two bytes of each IPv4 address lead. */
  private final int[] afterTwoBytes = new int[1 << BITS_AT_ONCE];

  /**
   * @param file of the database, whose tree comes first
   */
  NetworkTree(byte[] file, Metadata metadata) {
    nodes = Math.toIntExact(metadata.nodeCount());
    knowsV6 = metadata.ipVersion() == 6;
    branches = new int[2 * nodes];
    read(file, metadata.recordSize());
    int v4 = knowsV6 ? walk(0, new byte[12], 0) : 0;
    for (int start = 0; start < afterTwoBytes.length; start++) {
      afterTwoBytes[start] = walk(v4, new byte[] {(byte) (start >> 8), (byte) start}, 0);
    }
  }

  private void read(byte[] file, int bits) {
    int length = bits / 4;
    for (int node = 0; node < nodes; node++) {
      int at = node * length;
      switch (bits) {
        case 24 -> {
          branches[2 * node] = threeBytes(file, at);
          branches[2 * node + 1] = threeBytes(file, at + 3);
        }
        case 28 -> {
          branches[2 * node] = ((file[at + 3] & 0xF0) << 20) | threeBytes(file, at);
          branches[2 * node + 1] = ((file[at + 3] & 0x0F) << 24) | threeBytes(file, at + 4);
        }
        case 32 -> {
          branches[2 * node] = ((file[at] & 0xFF) << 24) | threeBytes(file, at + 1);
          branches[2 * node + 1] = ((file[at + 4] & 0xFF) << 24) | threeBytes(file, at + 5);
        }
        default -> throw new IllegalArgumentException("its tree has records of " + bits + " bits");
      }
    }
  }

  private static int threeBytes(byte[] file, int at) {
    return ((file[at] & 0xFF) << 16) | ((file[at + 1] & 0xFF) << 8) | (file[at + 2] & 0xFF);
  }

  /** The place of the record for an address of four or sixteen bytes; {@link #NONE} without one. */
  int find(byte[] address) {
    int found;
    if (address.length == 4) {
      found = walk(afterTwoBytes[((address[0] & 0xFF) << 8) | (address[1] & 0xFF)], address, 2);
    } else if (knowsV6) {
      found = walk(0, address, 0);
    } else {
      return NONE;
    }
    if (found < nodes) {
      throw new IllegalStateException("its tree goes on behind the last bit of an address");
    }
    return found == nodes ? NONE : found;
  }

  /** As far as the address goes, or until a branch ends. */
  private int walk(int from, byte[] address, int fromByte) {
    int node = from;
    for (int bit = 8 * fromByte; node < nodes && bit < 8 * address.length; bit++) {
      node = branches[2 * node + ((address[bit >> 3] >> (7 - (bit & 7))) & 1)];
    }
    return node;
  }
}
