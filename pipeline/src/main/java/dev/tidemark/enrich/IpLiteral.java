package dev.tidemark.enrich;

import java.util.Arrays;

/** How IP addresses are written. */
final class IpLiteral {

  /** No literal is longer: eight groups, an IPv4 tail, brackets, zone and port. */
  private static final int LONGEST = 80;

  private IpLiteral() {}

  /** Four or sixteen bytes, or null when the text is no literal. */
  static byte[] read(String text) {
    if (text == null || text.length() > LONGEST) {
      return null;
    }
    String bare = withoutPort(text.strip());
    if (bare == null) {
      return null;
    }
    if (bare.indexOf(':') < 0) {
      return readV4(bare, 0);
    }
    int zone = bare.indexOf('%');
    return unmapped(readV6(zone < 0 ? bare : bare.substring(0, zone)));
  }

  static String writeV4(byte[] bytes) {
    return (bytes[0] & 255)
        + "."
        + (bytes[1] & 255)
        + "."
        + (bytes[2] & 255)
        + "."
        + (bytes[3] & 255);
  }

  static String writeV6(byte[] bytes) {
    int gap = -1;
    int gapLength = 1;
    for (int from = 0; from < 8; from++) {
      int length = zeroGroups(bytes, from);
      if (length > gapLength) {
        gap = from;
        gapLength = length;
      }
    }
    StringBuilder out = new StringBuilder(39);
    for (int group = 0; group < 8; group++) {
      if (group == gap) {
        out.append("::");
        group += gapLength - 1;
        continue;
      }
      if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
        out.append(':');
      }
      out.append(Integer.toHexString(group(bytes, group)));
    }
    return out.toString();
  }

  private static int zeroGroups(byte[] bytes, int from) {
    int to = from;
    while (to < 8 && group(bytes, to) == 0) {
      to++;
    }
    return to - from;
  }

  private static int group(byte[] bytes, int index) {
    return ((bytes[2 * index] & 255) << 8) | (bytes[2 * index + 1] & 255);
  }

  private static String withoutPort(String text) {
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      return close > 0 && text.lastIndexOf(':', close) > 0 && isPort(text, close + 1)
          ? text.substring(1, close)
          : null;
    }
    int colon = text.indexOf(':');
    if (colon < 0 || colon != text.lastIndexOf(':')) {
      return text;
    }
    return isPort(text, colon) ? text.substring(0, colon) : null;
  }

  private static boolean isPort(String text, int colon) {
    if (colon == text.length()) {
      return true;
    }
    int digits = text.length() - colon - 1;
    if (text.charAt(colon) != ':' || digits < 1 || digits > 5) {
      return false;
    }
    for (int i = colon + 1; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Four decimal numbers without leading zeros, which some read as octal. */
  private static byte[] readV4(String text, int from) {
    byte[] bytes = new byte[4];
    int at = from;
    for (int part = 0; part < 4; part++) {
      int start = at;
      int number = 0;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        number = number * 10 + text.charAt(at) - '0';
        at++;
        if (at - start > 3) {
          return null;
        }
      }
      boolean leadingZero = at - start > 1 && text.charAt(start) == '0';
      if (at == start || leadingZero || number > 255) {
        return null;
      }
      bytes[part] = (byte) number;
      if (part < 3 && (at == text.length() || text.charAt(at++) != '.')) {
        return null;
      }
    }
    return at == text.length() ? bytes : null;
  }

  private static byte[] readV6(String text) {
    byte[] bytes = new byte[16];
    int filled = 0;
    int gap = text.startsWith("::") ? 0 : -1;
    int at = gap == 0 ? 2 : 0;
    while (at < text.length()) {
      int colon = text.indexOf(':', at);
      int end = colon < 0 ? text.length() : colon;
      if (colon < 0 && text.indexOf('.', at) > 0) {
        byte[] tail = readV4(text, at);
        if (tail == null || filled > 12) {
          return null;
        }
        System.arraycopy(tail, 0, bytes, filled, 4);
        filled += 4;
        break;
      }
      int group = hex(text, at, end);
      if (group < 0 || filled == 16) {
        return null;
      }
      bytes[filled++] = (byte) (group >> 8);
      bytes[filled++] = (byte) group;
      at = end + 1;
      if (at == text.length()) {
        return null;
      }
      if (at < text.length() && text.charAt(at) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = filled;
        at++;
      }
    }
    if (gap < 0) {
      return filled == 16 ? bytes : null;
    }
    return filled == 16 ? null : opened(bytes, gap, filled);
  }

  /** Moves what follows the gap to the end. */
  private static byte[] opened(byte[] bytes, int gap, int filled) {
    int tail = filled - gap;
    System.arraycopy(bytes, gap, bytes, 16 - tail, tail);
    Arrays.fill(bytes, gap, 16 - tail, (byte) 0);
    return bytes;
  }

  private static int hex(String text, int from, int to) {
    if (to == from || to - from > 4) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = Percent.hexDigit(text.charAt(i));
      if (digit < 0) {
        return -1;
      }
      number = (number << 4) | digit;
    }
    return number;
  }

  private static byte[] unmapped(byte[] bytes) {
    if (bytes == null || bytes[10] != -1 || bytes[11] != -1) {
      return bytes;
    }
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return bytes;
      }
    }
    return Arrays.copyOfRange(bytes, 12, 16);
  }
}
