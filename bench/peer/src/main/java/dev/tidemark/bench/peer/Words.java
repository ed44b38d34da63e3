package dev.tidemark.bench.peer;

/** Hands out one and the same string for characters that come again and again. */
final class Words {
  private static final int SIZE = 1 << 14;

  private final String[] words = new String[SIZE];

  /** The characters as a string; a word whose place another one takes is made anew next time. */
  String of(char[] text, int from, int length) {
    int hash = length;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + text[i];
    }
    int at = (hash ^ hash >>> 15) & (SIZE - 1);
    String known = words[at];
    if (known == null || !same(known, text, from, length)) {
      known = new String(text, from, length);
      words[at] = known;
    }
    return known;
  }

  private static boolean same(String known, char[] text, int from, int length) {
    if (known.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (known.charAt(i) != text[from + i]) {
        return false;
      }
    }
    return true;
  }
}
