package dev.tidemark.parse;

/**
 * Finds where JSON values end, strictly by RFC 8259, in one pass over bytes that it never copies.
 *
 * <p>Every method takes the position where something begins and returns the position behind it, or
 * {@link #FLAWED}; then {@link #flaw} and {@link #flawAt} tell what is wrong and where.
 */
final class JsonScanner {
  static final int FLAWED = -1;

  private final int maxDepth;
  private final boolean[] insideObject;

  byte[] bytes;
  int end;

  /** How many objects stand open around the next value; kept by the caller. */
  int depth;

  /** Set when a string holds a backslash; cleared by the caller. */
  boolean escaped;

  /** Set when a value holds what PostgreSQL's jsonb refuses; cleared by the caller. */
  boolean unfit;

  String flaw;
  int flawAt;
  boolean malformed;

  JsonScanner(int maxDepth) {
    this.maxDepth = maxDepth;
    this.insideObject = new boolean[maxDepth];
  }

  void reset(byte[] bytes, int end) {
    this.bytes = bytes;
    this.end = end;
    depth = 0;
    malformed = false;
  }

  /** The first byte that is not white space, which must be there. */
  int token(int from) {
    int at = space(from);
    return at < end ? at : flaw("the text ends too early", at);
  }

  /** The first byte that is not white space, or the end. */
  int space(int from) {
    int at = from;
    while (at < end && isSpace(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(byte c) {
    return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
  }

  /** Any value. */
  int value(int from) {
    byte first = bytes[from];
    if (first == '"') {
      return string(from);
    }
    return first == '{' || first == '[' ? container(from) : bare(from);
  }

  /**
   * An object or an array with all that is in it: a loop, so that no nesting exhausts the stack.
   */
  private int container(int from) {
    int level = depth;
    int at = from;
    do {
      byte first = bytes[at];
      if (first == '{' || first == '[') {
        if (level == maxDepth) {
          return tooDeep(at);
        }
        at = token(at + 1);
        if (at < 0) {
          return at;
        }
        boolean object = first == '{';
        if (bytes[at] != (object ? '}' : ']')) {
          insideObject[level++] = object;
          at = object ? name(at) : at;
          if (at < 0) {
            return at;
          }
          continue;
        }
        at++;
      } else {
        at = first == '"' ? string(at) : bare(at);
        if (at < 0) {
          return at;
        }
      }
      while (level > depth) {
        at = token(at);
        if (at < 0) {
          return at;
        }
        boolean object = insideObject[level - 1];
        if (bytes[at] == (object ? '}' : ']')) {
          level--;
          at++;
          continue;
        }
        at = nextMember(at, object);
        if (at < 0) {
          return at;
        }
        break;
      }
    } while (level > depth);
    return at;
  }

  private int nextMember(int comma, boolean object) {
    if (bytes[comma] != ',') {
      return flaw(object ? "expected ',' or '}'" : "expected ',' or ']'", comma);
    }
    int at = token(comma + 1);
    return at >= 0 && object ? name(at) : at;
  }

  /** A name with its colon, up to the value. */
  private int name(int from) {
    int at = quoted(from);
    return at < 0 ? at : colon(at);
  }

  /** A name in quotes. */
  int quoted(int from) {
    return bytes[from] == '"' ? string(from) : flaw("expected a name in quotes", from);
  }

  /** The colon behind a name, up to the value. */
  int colon(int from) {
    int at = token(from);
    if (at < 0) {
      return at;
    }
    return bytes[at] == ':' ? token(at + 1) : flaw("expected ':'", at);
  }

  int tooDeep(int at) {
    return flaw("nested deeper than " + maxDepth + " levels", at);
  }

  /** A string, from its opening quote. */
  int string(int from) {
    int at = from + 1;
    while (true) {
      at = Words.plainText(bytes, at, end);
      if (at >= end) {
        return flaw("a string without an end", from);
      }
      byte c = bytes[at];
      if (c == '"') {
        return at + 1;
      }
      at = c == '\\' ? escape(at) : c < 0 ? foreign(at) : flaw("a control character", at);
      if (at < 0) {
        return at;
      }
    }
  }

  /** A run of characters beyond ASCII. */
  private int foreign(int from) {
    int at = from;
    while (at < end && bytes[at] < 0) {
      int length = Utf8.sequence(bytes, at, end);
      if (length == 0) {
        malformed = true;
        return flaw("malformed UTF-8", at);
      }
      at += length;
    }
    return at;
  }

  private int escape(int from) {
    escaped = true;
    if (from + 1 == end) {
      return flaw("the text ends too early", end);
    }
    switch (bytes[from + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return from + 2;
      }
      case 'u' -> {
        int codePoint = Escapes.codePoint(bytes, from, end);
        if (codePoint < 0) {
          return flaw("\\u without four hexadecimal digits", from);
        }
        unfit |= !Escapes.fits(codePoint);
        return from + Escapes.length(codePoint);
      }
      default -> {
        return flaw("an escape that JSON does not know", from);
      }
    }
  }

  /** A number, true, false or null. */
  private int bare(int from) {
    switch (bytes[from]) {
      case 't' -> {
        return literal(from, TRUE);
      }
      case 'f' -> {
        return literal(from, FALSE);
      }
      case 'n' -> {
        return literal(from, NULL);
      }
      default -> {
        int at = JsonNumbers.end(bytes, from, end);
        if (at < 0) {
          return flaw("expected a value", from);
        }
        unfit |= !JsonNumbers.fits(bytes, from, at);
        return at;
      }
    }
  }

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private int literal(int from, byte[] word) {
    for (int i = 1; i < word.length; i++) {
      if (from + i >= end || bytes[from + i] != word[i]) {
        return flaw("expected a value", from);
      }
    }
    return from + word.length;
  }

  int flaw(String what, int at) {
    flaw = what;
    flawAt = at;
    return FLAWED;
  }
}
