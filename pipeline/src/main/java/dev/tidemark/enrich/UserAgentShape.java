package dev.tidemark.enrich;

/**
 * Tells user agents that would hold up the stream by their shape alone.
 *
 * <p>Implementation note: the grammar of the parser behind {@link Clients} backtracks. 256
 * characters of {@code a/a/a/…} keep it busy for seconds, two dozen open brackets overflow the
 * stack, and it cannot be interrupted. Of the parser's own 5,640 examples the limits here stop
 * three that are not attacks, all of them over 390 characters; within the limits the slowest of
 * thousands of made-up ones took a fifth of a second, the usual one some milliseconds. A limit of
 * time instead would decide otherwise on the next run.
 */
final class UserAgentShape {

  private static final int DEEPEST_BRACKETS = 3;
  private static final int SLASHES_IN_WORD = 8;
  private static final int SLASHES = 20;
  private static final int URLS = 3;
  private static final int ODDITIES = 16;

  private UserAgentShape() {}

  static boolean isHostile(String userAgent) {
    int depth = 0;
    int slashes = 0;
    int slashesInWord = 0;
    int urls = 0;
    int oddities = 0;
    for (int i = 0; i < userAgent.length(); i++) {
      char c = userAgent.charAt(i);
      switch (c) {
        case '(', '[', '{' -> {
          depth++;
          slashesInWord = 0;
        }
        case ')', ']', '}' -> {
          depth = Math.max(0, depth - 1);
          slashesInWord = 0;
        }
        case ' ', ';', ',' -> slashesInWord = 0;
        case '/' -> {
          slashes++;
          slashesInWord++;
          urls += userAgent.startsWith("://", i - 1) ? 1 : 0;
          oddities += isFollowedByWord(userAgent, i) ? 0 : 1;
        }
        default -> oddities += isOdd(c) ? 1 : 0;
      }
      if (depth > DEEPEST_BRACKETS
          || slashesInWord > SLASHES_IN_WORD
          || slashes > SLASHES
          || urls > URLS
          || oddities > ODDITIES) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFollowedByWord(String userAgent, int at) {
    return at + 1 < userAgent.length() && Character.isLetterOrDigit(userAgent.charAt(at + 1));
  }

  /** Whether a character is rare where programs name themselves. */
  private static boolean isOdd(char c) {
    return c > 126 || "<>$?&|^~*!#".indexOf(c) >= 0;
  }
}
