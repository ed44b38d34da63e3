package dev.tidemark.enrich;

/**
 * Tells user agents that would hold up the stream by their shape alone.
 *
 * <p>Implementation note: the grammar of the parser behind {@link Clients} backtracks. 256
 * characters of {@code a/a/a/…} keep it busy for seconds, two dozen open brackets overflow the
 * stack, and it cannot be interrupted. Real user agents stay far below the limits here; within them
 * a parse was never seen to take longer than some tens of milliseconds.
 */
final class UserAgentShape {

  private static final int DEEPEST_BRACKETS = 3;
  private static final int SLASHES_IN_WORD = 8;
  private static final int URLS = 3;
  private static final int NON_ASCII = 32;

  private UserAgentShape() {}

  static boolean isHostile(String userAgent) {
    int depth = 0;
    int slashes = 0;
    int urls = 0;
    int nonAscii = 0;
    for (int i = 0; i < userAgent.length(); i++) {
      char c = userAgent.charAt(i);
      switch (c) {
        case '(', '[', '{' -> depth++;
        case ')', ']', '}' -> depth = Math.max(0, depth - 1);
        case ' ' -> slashes = 0;
        case '/' -> {
          slashes++;
          urls += userAgent.startsWith("://", i - 1) ? 1 : 0;
        }
        default -> nonAscii += c > 126 ? 1 : 0;
      }
      if (depth > DEEPEST_BRACKETS
          || slashes > SLASHES_IN_WORD
          || urls > URLS
          || nonAscii > NON_ASCII) {
        return true;
      }
    }
    return false;
  }
}
