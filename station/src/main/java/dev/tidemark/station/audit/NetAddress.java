package dev.tidemark.station.audit;

import static java.util.stream.Collectors.joining;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An IP address, read from its literal alone; the platform's own reader never asks a name server
 * for one.
 */
record NetAddress(byte[] bytes) {

  private static final String NUMBER = "(?:0|[1-9][0-9]{0,2})";
  private static final String V4 = "(?:" + NUMBER + "\\.){3}" + NUMBER;
  private static final String GROUP = "[0-9a-fA-F]{0,4}";
  private static final Pattern IS_V4 = Pattern.compile(V4);
  private static final Pattern IS_V6 =
      Pattern.compile("(?:" + GROUP + ":)+(?:" + GROUP + "|" + V4 + ")");
  private static final Pattern IN_BRACKETS = Pattern.compile("\\[([^]]+)](?::[0-9]{1,5})?");
  private static final Pattern WITH_PORT = Pattern.compile("([^:]*):[0-9]{1,5}");
  private static final int LONGEST = 80;

  /** Networks whose addresses are nowhere: private, local, reserved, for documentation. */
  private static final List<String> NOWHERE =
      List.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3",
          "::/127",
          "100::/64",
          "2001:db8::/32",
          "fc00::/7",
          "fe80::/9",
          "ff00::/8");

  /** The address that a literal names, with or without brackets, port and zone; null if none. */
  static NetAddress parse(String text) {
    if (text == null || text.length() > LONGEST) {
      return null;
    }
    String bare = text.strip();
    Matcher bracketed = IN_BRACKETS.matcher(bare);
    Matcher withPort = WITH_PORT.matcher(bare);
    if (bare.startsWith("[")) {
      if (!bracketed.matches() || bracketed.group(1).indexOf(':') < 0) {
        return null;
      }
      bare = bracketed.group(1);
    } else if (withPort.matches()) {
      bare = withPort.group(1);
    }
    if (!bare.contains(":")) {
      return IS_V4.matcher(bare).matches() ? read(bare) : null;
    }
    String withoutZone = bare.split("%", 2)[0];
    return IS_V6.matcher(withoutZone).matches() ? read(withoutZone) : null;
  }

  private static NetAddress read(String literal) {
    try {
      return new NetAddress(InetAddress.getByName(literal).getAddress());
    } catch (UnknownHostException none) {
      return null;
    }
  }

  boolean isV4() {
    return bytes.length == 4;
  }

  boolean isSomewhere() {
    return NOWHERE.stream().noneMatch(this::liesIn);
  }

  private boolean liesIn(String network) {
    String[] parts = network.split("/", -1);
    byte[] first = read(parts[0]).bytes;
    int bits = Integer.parseInt(parts[1]);
    return first.length == bytes.length
        && IntStream.range(0, bits).allMatch(bit -> bit(first, bit) == bit(bytes, bit));
  }

  private static int bit(byte[] of, int at) {
    return of[at / 8] >> (7 - at % 8) & 1;
  }

  InetAddress address() {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** As RFC 5952 writes it: the longest run of two or more zeros is left out. */
  String text() {
    if (isV4()) {
      return IntStream.range(0, 4).mapToObj(i -> "" + (bytes[i] & 255)).collect(joining("."));
    }
    String groups =
        IntStream.range(0, 8)
            .mapToObj(
                i -> Integer.toHexString(((bytes[2 * i] & 255) << 8) | (bytes[2 * i + 1] & 255)))
            .collect(joining(":"));
    for (int zeros = 8; zeros > 1; zeros--) {
      String run = String.join(":", Collections.nCopies(zeros, "0"));
      Matcher found = Pattern.compile("(?:^|:)" + run + "(?=:|$)").matcher(groups);
      if (found.find()) {
        String before = groups.substring(0, found.start());
        String after = groups.substring(found.end());
        return before + "::" + (after.isEmpty() ? "" : after.substring(1));
      }
    }
    return groups;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NetAddress that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
