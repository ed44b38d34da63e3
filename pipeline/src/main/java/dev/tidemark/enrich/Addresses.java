package dev.tidemark.enrich;

import dev.tidemark.event.Address;
import java.util.Locale;

/** Finds where on a site an event happened. */
public final class Addresses {

  /** Decoding these would change which page a path names. */
  private static final String MEANINGFUL_IN_PATH = "/?#%\\";

  private Addresses() {}

  /** The host that a URL names, in its one readable form; empty when it names none. */
  public static String hostOf(String url) {
    return hostOf(null, Url.split(url));
  }

  /**
   * @param host as the event names it, or null; when it is no host, that of the url counts
   * @param url absolute, without scheme, or only a path
   */
  static Address of(String host, String url) {
    Url parts = Url.split(url);
    String query = parts.query();
    return new Address(
        hostOf(host, parts),
        pathOf(parts),
        query,
        utm(query, "utm_source"),
        utm(query, "utm_medium"),
        utm(query, "utm_campaign"),
        utm(query, "utm_term"),
        utm(query, "utm_content"));
  }

  /** The first value that a query gives for a key, whatever the key's case; null when none. */
  static String valueOf(String query, String key) {
    int start = 0;
    while (start < query.length()) {
      int ampersand = query.indexOf('&', start);
      int end = ampersand < 0 ? query.length() : ampersand;
      int equals = start + key.length();
      if (equals + 1 < end
          && query.charAt(equals) == '='
          && query.regionMatches(true, start, key, 0, key.length())) {
        return Percent.decode(query.substring(equals + 1, end).replace('+', ' '), "");
      }
      start = end + 1;
    }
    return null;
  }

  private static String hostOf(String named, Url url) {
    String authority =
        named != null && named.indexOf('/') >= 0 ? Url.split(named).authority() : named;
    String host = authority == null ? null : Hosts.read(authority);
    if (host == null && url.authority() != null) {
      host = Hosts.read(url.authority());
    }
    return host == null ? "" : host;
  }

  private static String pathOf(Url url) {
    String path = Percent.decode(url.path(), MEANINGFUL_IN_PATH);
    return path.startsWith("/") ? path : "/" + path;
  }

  private static String utm(String query, String key) {
    if (query == null || !query.toLowerCase(Locale.ROOT).contains("utm_")) {
      return null;
    }
    return valueOf(query, key);
  }
}
