package dev.tidemark.station.generate;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.SplittableRandom;

/** A range of addresses that belong together, of either version of the protocol. */
record Network(BigInteger first, int hostBits, int bytes) {

  /** Reads {@code 192.0.2.0/24} or {@code 2001:db8::/32}. */
  static Network of(String text) {
    String[] parts = text.split("/", 2);
    try {
      byte[] address = InetAddress.getByName(parts[0]).getAddress();
      int hostBits = address.length * Byte.SIZE - Integer.parseInt(parts[1]);
      return new Network(new BigInteger(1, address), hostBits, address.length);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("'" + text + "' is no network", e);
    }
  }

  /** One of its addresses. */
  String address(SplittableRandom random) {
    // The first and the last of an IPv4 network belong to no host.
    long span = (1L << Math.min(hostBits, Long.SIZE - 2)) - 2;
    BigInteger host = BigInteger.valueOf(1 + random.nextLong(span));
    byte[] number = first.add(host).toByteArray();
    byte[] address = new byte[bytes];
    int length = Math.min(bytes, number.length);
    System.arraycopy(number, number.length - length, address, bytes - length, length);
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + bytes + " bytes", e);
    }
  }
}
