package dev.tidemark.parse;

import dev.tidemark.event.Field;

/** Fills the gaps that an event leaves with what its request's headers say, in whatever case. */
final class Headers {
  private static final int NONE = -1;
  private static final byte[] HOST = {'h', 'o', 's', 't'};
  private static final byte[] REFERER = {'r', 'e', 'f', 'e', 'r', 'e', 'r'};
  private static final byte[] USER_AGENT = {'u', 's', 'e', 'r', '-', 'a', 'g', 'e', 'n', 't'};

  private final JsonScanner scanner;
  private final FieldTexts texts;
  private final TextBuffer name = new TextBuffer();

  Headers(JsonScanner scanner, FieldTexts texts) {
    this.scanner = scanner;
    this.texts = texts;
  }

  /** Reads the object whose brace opens here; it was scanned before, so it has no flaws. */
  void fill(int open) {
    boolean wantsHost = !texts.has(FieldMap.target(Field.HOST)) && !urlNamesSite();
    boolean wantsReferrer = !texts.has(FieldMap.target(Field.REFERRER));
    boolean wantsUserAgent = !texts.has(FieldMap.target(Field.USER_AGENT));
    if (!wantsHost && !wantsReferrer && !wantsUserAgent) {
      return;
    }
    int at = scanner.token(open + 1);
    while (scanner.bytes[at] != '}') {
      scanner.escaped = false;
      int nameEnd = scanner.string(at);
      int target = target(at + 1, nameEnd - 1, wantsHost, wantsReferrer, wantsUserAgent);
      int valueStart = scanner.colon(nameEnd);
      scanner.escaped = false;
      int valueEnd = scanner.value(valueStart);
      if (target != NONE) {
        set(target, valueStart, valueEnd);
      }
      at = scanner.token(valueEnd);
      if (scanner.bytes[at] == ',') {
        at = scanner.token(at + 1);
      }
    }
  }

  /** A header tells the site only of a URL that does not. */
  private boolean urlNamesSite() {
    int url = FieldMap.target(Field.URL);
    int from = texts.start(url);
    return Urls.namesSite(texts.source(url), from, from + texts.length(url));
  }

  private int target(int from, int to, boolean host, boolean referrer, boolean userAgent) {
    byte[] bytes = scanner.bytes;
    int start = from;
    int end = to;
    if (scanner.escaped) {
      name.clear();
      name.appendUnescaped(bytes, from, to);
      bytes = name.bytes;
      start = 0;
      end = name.length;
    }
    if (host && equalsIgnoreCase(bytes, start, end, HOST)) {
      return FieldMap.target(Field.HOST);
    }
    if (referrer && equalsIgnoreCase(bytes, start, end, REFERER)) {
      return FieldMap.target(Field.REFERRER);
    }
    return userAgent && equalsIgnoreCase(bytes, start, end, USER_AGENT)
        ? FieldMap.target(Field.USER_AGENT)
        : NONE;
  }

  private static boolean equalsIgnoreCase(byte[] bytes, int from, int to, byte[] lower) {
    if (to - from != lower.length) {
      return false;
    }
    for (int i = 0; i < lower.length; i++) {
      byte c = bytes[from + i];
      if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != lower[i]) {
        return false;
      }
    }
    return true;
  }

  /** Of a header that is given twice the last value counts, so a null takes back what was set. */
  private void set(int target, int valueStart, int valueEnd) {
    byte first = scanner.bytes[valueStart];
    if (first == 'n' || first == '{' || first == '[') {
      texts.remove(target);
    } else {
      texts.setScalar(target, valueStart, valueEnd, scanner.escaped);
    }
  }
}
