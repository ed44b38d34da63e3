package dev.tidemark.enrich;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * An IPv4 or IPv6 address, read from its literal only: no text ever causes a DNS look-up. An IPv4
 * address inside IPv6 ({@code ::ffff:1.2.3.4}) is the IPv4 address.
 */
final class IpAddress {

  /** Addresses that name no place: private, local, reserved, for documentation, multicast. */
  private static final List<Network> SPECIAL =
      List.of(
          new Network("0.0.0.0", 8),
          new Network("10.0.0.0", 8),
          new Network("100.64.0.0", 10),
          new Network("127.0.0.0", 8),
          new Network("169.254.0.0", 16),
          new Network("172.16.0.0", 12),
          new Network("192.0.0.0", 24),
          new Network("192.0.2.0", 24),
          new Network("192.168.0.0", 16),
          new Network("198.18.0.0", 15),
          new Network("198.51.100.0", 24),
          new Network("203.0.113.0", 24),
          new Network("224.0.0.0", 3),
          new Network("::", 127),
          new Network("100::", 64),
          new Network("2001:db8::", 32),
          new Network("fc00::", 7),
          new Network("fe80::", 9),
          new Network("ff00::", 8));

  private final byte[] bytes;

  private IpAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The address that a literal names, with or without brackets, port and zone; null if none. */
  static IpAddress parse(String text) {
    byte[] bytes = IpLiteral.read(text);
    return bytes == null ? null : new IpAddress(bytes);
  }

  /** This address with all but the first {@code kept} bytes zero. */
  IpAddress truncatedTo(int kept) {
    byte[] short_ = new byte[bytes.length];
    System.arraycopy(bytes, 0, short_, 0, kept);
    return new IpAddress(short_);
  }

  boolean isV4() {
    return bytes.length == 4;
  }

  /** Whether the IPv6 address spells an IPv4 address in the bits that name its network. */
  boolean is6to4() {
    return !isV4() && bytes[0] == 0x20 && bytes[1] == 0x02;
  }

  /** Whether the address can be anywhere on the public Internet. */
  boolean isPublic() {
    for (Network network : SPECIAL) {
      if (network.contains(bytes)) {
        return false;
      }
    }
    return true;
  }

  byte[] bytes() {
    return bytes;
  }

  InetAddress inetAddress() {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen bytes are always an address", e);
    }
  }

  /** The canonical text: IPv6 as RFC 5952 wants it. */
  @Override
  public String toString() {
    return isV4() ? IpLiteral.writeV4(bytes) : IpLiteral.writeV6(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  private static final class Network {
    private final byte[] first;
    private final int bits;

    Network(String first, int bits) {
      this.first = IpLiteral.read(first);
      this.bits = bits;
    }

    boolean contains(byte[] address) {
      if (address.length != first.length) {
        return false;
      }
      int whole = bits / 8;
      if (!Arrays.equals(address, 0, whole, first, 0, whole)) {
        return false;
      }
      int mask = (0xff00 >> (bits % 8)) & 0xff;
      return mask == 0 || (address[whole] & mask) == (first[whole] & mask);
    }
  }
}
