package dev.tidemark.bench.peer;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The hosts of URLs, remembered. Not for use by several threads. */
public final class Hosts {
  private static final int MOST = 100_000;

  private final Map<String, String> known = new HashMap<>();

  /** The host as {@link #parse} finds it, the same object each time. */
  public String of(String url) {
    String host = known.get(url);
    if (host == null) {
      if (known.size() >= MOST) {
        known.clear();
      }
      host = parse(url);
      known.put(url, host);
    }
    return host;
  }

  /** The host in lower case, without user and port; empty if there is none. */
  public static String parse(String url) {
    int scheme = url.indexOf("://");
    if (scheme < 0) {
      return "";
    }
    int from = scheme + 3;
    int end = from;
    while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    int user = url.lastIndexOf('@', end - 1);
    if (user >= from) {
      from = user + 1;
    }
    int port = url.lastIndexOf(':', end - 1);
    if (port >= from && url.indexOf(']', port) < 0) {
      end = port;
    }
    return url.substring(from, end).toLowerCase(Locale.ROOT);
  }
}
