package dev.tidemark.enrich;

import java.util.Locale;
import java.util.Set;

/**
 * The parts of a URL as browsers would cut it, from any text: never fails.
 *
 * @param scheme lower-case; empty when there is none
 * @param authority between the slashes; null when there is none
 * @param path may be empty
 * @param query null when there is none
 */
record Url(String scheme, String authority, String path, String query) {

  /** What ends the name of a file, not of a site. */
  private static final Set<String> FILE_ENDINGS =
      Set.of(
          "asp", "aspx", "cfm", "cgi", "css", "csv", "do", "gif", "htm", "html", "ico", "jpeg",
          "jpg", "js", "json", "jsp", "jsf", "md", "mjs", "pdf", "php", "png", "shtml", "svg",
          "txt", "webp", "xhtml", "xml");

  static Url split(String text) {
    String all = text.strip();
    int hash = all.indexOf('#');
    String sent = hash < 0 ? all : all.substring(0, hash);
    int mark = sent.indexOf('?');
    String query = mark < 0 || mark + 1 == sent.length() ? null : sent.substring(mark + 1);
    String front = (mark < 0 ? sent : sent.substring(0, mark)).replace('\\', '/');

    String scheme = schemeOf(front);
    String rest = scheme.isEmpty() ? front : front.substring(scheme.length() + 1);
    if (scheme.equals("http") || scheme.equals("https")) {
      return at(skipSlashes(rest), rest, scheme, query);
    }
    if (rest.startsWith("//")) {
      return at(2, rest, scheme, query);
    }
    if (namesSite(front.substring(0, endOfAuthority(front, 0)))) {
      return at(0, front, "", query);
    }
    return new Url(scheme, null, front, query);
  }

  private static Url at(int authority, String text, String scheme, String query) {
    int end = endOfAuthority(text, authority);
    return new Url(scheme, text.substring(authority, end), text.substring(end), query);
  }

  private static int endOfAuthority(String text, int from) {
    int slash = text.indexOf('/', from);
    return slash < 0 ? text.length() : slash;
  }

  private static int skipSlashes(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) == '/') {
      at++;
    }
    return at;
  }

  private static String schemeOf(String text) {
    int colon = text.indexOf(':');
    for (int i = 0; i < colon; i++) {
      char c = text.charAt(i);
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      boolean inner = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!letter && !(i > 0 && inner)) {
        return "";
      }
    }
    return colon <= 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
  }

  /** Whether {@code www.example.com} and not {@code index.html} stands before the first slash. */
  private static boolean namesSite(String segment) {
    String host = segment.indexOf('@') >= 0 ? null : Hosts.read(segment);
    if (host == null) {
      return false;
    }
    if (host.startsWith("[") || host.equals("localhost") || segment.indexOf(':') > 0) {
      return true;
    }
    String last = host.substring(host.lastIndexOf('.') + 1);
    boolean domain = last.length() < host.length() && last.length() > 1;
    boolean letters = domain && last.codePoints().noneMatch(Character::isDigit);
    return (letters && !FILE_ENDINGS.contains(last))
        || last.startsWith("xn--")
        || IpAddress.parse(host) != null;
  }
}
