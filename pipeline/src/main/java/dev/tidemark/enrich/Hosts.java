package dev.tidemark.enrich;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;

/** Host names in their one readable form: lower-case, no port, punycode decoded. */
final class Hosts {

  /** DNS allows no longer name. */
  private static final int LONGEST = 253;

  private Hosts() {}

  /** The host of {@code user@host:port}, of a bare host or of an IP literal; null if none. */
  static String read(String authority) {
    String text = authority.substring(authority.lastIndexOf('@') + 1).strip();
    if (text.isEmpty() || text.length() > 6 * LONGEST) {
      return null;
    }
    if (text.startsWith("[") || text.indexOf(':') != text.lastIndexOf(':')) {
      IpAddress ip = IpAddress.parse(text);
      return ip == null ? null : ip.isV4() ? ip.toString() : "[" + ip + "]";
    }
    int colon = text.indexOf(':');
    if (colon >= 0 && !text.chars().skip(colon + 1L).allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    String name = normal(Percent.decode(colon < 0 ? text : text.substring(0, colon), ""));
    return isHost(name) ? readable(name) : null;
  }

  /** The host without {@code www.}, which sites add and drop at will. */
  static String withoutWww(String host) {
    return host.startsWith("www.") ? host.substring(4) : host;
  }

  private static String normal(String name) {
    boolean ascii = name.chars().allMatch(c -> c < 128);
    String composed = ascii ? name : Normalizer.normalize(name, Normalizer.Form.NFKC);
    String lower = composed.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static boolean isHost(String name) {
    if (name.isEmpty() || name.length() > LONGEST || name.startsWith(".") || name.contains("..")) {
      return false;
    }
    return name.codePoints().allMatch(Hosts::belongsInHost);
  }

  private static boolean belongsInHost(int c) {
    if (c == '.' || c == '-' || c == '_') {
      return true;
    }
    if (Character.isUpperCase(c)) {
      return false;
    }
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.COMBINING_SPACING_MARK
        || Character.getType(c) == Character.OTHER_SYMBOL;
  }

  /** Punycode that does not decode to a host stays punycode. */
  private static String readable(String name) {
    if (!name.contains("xn--")) {
      return name;
    }
    String decoded = normal(IDN.toUnicode(name, IDN.ALLOW_UNASSIGNED));
    return isHost(decoded) ? decoded : name;
  }
}
