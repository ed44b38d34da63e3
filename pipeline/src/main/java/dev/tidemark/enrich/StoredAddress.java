package dev.tidemark.enrich;

/** The form in which an IP address may be kept. */
final class StoredAddress {

  private StoredAddress() {}

  /**
   * The canonical text of the whole address, else of its network: the last number of IPv4 zero, of
   * IPv6 the first 48 bits. Null for null.
   */
  static String of(IpAddress ip, boolean whole) {
    if (ip == null) {
      return null;
    }
    return (whole ? ip : ip.truncatedTo(keptBytes(ip))).toString();
  }

  private static int keptBytes(IpAddress ip) {
    if (ip.isV4()) {
      return 3;
    }
    // 6to4 spells the IPv4 address in bytes 2 to 5: its last number must go as well.
    return ip.is6to4() ? 5 : 6;
  }
}
