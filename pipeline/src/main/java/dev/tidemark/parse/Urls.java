package dev.tidemark.parse;

/**
 * What an event's URL must not be. The rest passes, odd characters and all: absolute URLs, {@code
 * //host/path}, {@code host/path} and bare paths.
 */
final class Urls {
  private static final int MAX_PORT = 65_535;

  private Urls() {}

  /** What is wrong with a URL, or null. */
  static String flaw(byte[] url, int from, int to) {
    if (isBlank(url, from, to)) {
      return "it is blank";
    }
    if (hasControl(url, from, to)) {
      return "it has a control character";
    }
    int scheme = schemeEnd(url, from, to);
    return scheme < 0 ? null : authorityFlaw(url, scheme, authorityEnd(url, scheme, to));
  }

  /** Whether a URL says which site it belongs to: it is absolute, or begins with two slashes. */
  static boolean namesSite(byte[] url, int from, int to) {
    boolean relativeToScheme = to - from > 2 && url[from] == '/' && url[from + 1] == '/';
    return relativeToScheme || schemeEnd(url, from, to) >= 0;
  }

  private static boolean isBlank(byte[] text, int from, int to) {
    int at = from;
    while (at < to && text[at] == ' ') {
      at++;
    }
    return at == to;
  }

  private static boolean hasControl(byte[] text, int from, int to) {
    int at = Words.printable(text, from, to);
    while (at < to) {
      byte c = text[at];
      if (c >= 0 && (c < ' ' || c == 0x7f)) {
        return true;
      }
      if (c == (byte) 0xc2 && text[at + 1] < (byte) 0xa0) {
        return true;
      }
      at = Words.printable(text, at + 1, to);
    }
    return false;
  }

  /** Where the authority of an absolute URL begins, or -1. */
  private static int schemeEnd(byte[] url, int from, int to) {
    int at = from;
    while (at < to && isOfScheme(url[at], at == from)) {
      at++;
    }
    boolean absolute =
        at > from && at + 3 <= to && url[at] == ':' && url[at + 1] == '/' && url[at + 2] == '/';
    return absolute ? at + 3 : -1;
  }

  private static boolean isOfScheme(byte c, boolean first) {
    int lower = c | 0x20;
    return (lower >= 'a' && lower <= 'z')
        || (!first && ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'));
  }

  private static int authorityEnd(byte[] url, int from, int to) {
    int at = from;
    while (at < to && url[at] != '/' && url[at] != '?' && url[at] != '#') {
      at++;
    }
    return at;
  }

  private static String authorityFlaw(byte[] url, int from, int to) {
    int host = from;
    for (int at = from; at < to; at++) {
      if (url[at] == '@') {
        host = at + 1;
      }
    }
    int port = host;
    if (host < to && url[host] == '[') {
      while (port < to && url[port] != ']') {
        port++;
      }
      if (port == to) {
        return "its address in brackets does not end";
      }
      port++;
    }
    while (port < to && url[port] != ':') {
      port++;
    }
    if (isBlank(url, host, port)) {
      return "it has no host";
    }
    return isPort(url, port + 1, to) ? null : "its port is not a number up to " + MAX_PORT;
  }

  /** Digits or nothing; the colon before them may be missing too. */
  private static boolean isPort(byte[] url, int from, int to) {
    int port = 0;
    for (int at = from; at < to; at++) {
      int digit = url[at] - '0';
      port = port * 10 + digit;
      if (digit < 0 || digit > 9 || port > MAX_PORT) {
        return false;
      }
    }
    return true;
  }
}
