package dev.tidemark.parse;

import java.util.Arrays;

/** A growing buffer for text that cannot be a slice of the input; cleared for every record. */
final class TextBuffer {
  byte[] bytes = new byte[1024];
  int length;

  /** How many things PostgreSQL cannot hold were replaced since the last {@link #clear}. */
  int replaced;

  void clear() {
    length = 0;
    replaced = 0;
  }

  void append(byte[] source, int from, int to) {
    int size = to - from;
    reserve(size);
    System.arraycopy(source, from, bytes, length, size);
    length += size;
  }

  void append(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
  }

  /** Appends what the inside of a valid JSON string means. */
  void appendUnescaped(byte[] source, int from, int to) {
    reserve(to - from);
    int at = from;
    while (at < to) {
      byte c = source[at];
      if (c != '\\') {
        bytes[length++] = c;
        at++;
      } else if (source[at + 1] == 'u') {
        int codePoint = Escapes.codePoint(source, at, to);
        appendCodePoint(codePoint);
        at += Escapes.length(codePoint);
      } else {
        bytes[length++] = meaning(source[at + 1]);
        at += 2;
      }
    }
  }

  private static byte meaning(byte escape) {
    return switch (escape) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> escape;
    };
  }

  /** UTF-8 is never longer than the escape it comes from, so there is room. */
  private void appendCodePoint(int given) {
    int codePoint = given;
    if (!Escapes.fits(given)) {
      codePoint = Escapes.REPLACEMENT;
      replaced++;
    }
    if (codePoint < 0x80) {
      bytes[length++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      bytes[length++] = (byte) (0xc0 | codePoint >> 6);
      bytes[length++] = (byte) (0x80 | (codePoint & 0x3f));
    } else {
      if (codePoint < 0x10000) {
        bytes[length++] = (byte) (0xe0 | codePoint >> 12);
      } else {
        bytes[length++] = (byte) (0xf0 | codePoint >> 18);
        bytes[length++] = (byte) (0x80 | (codePoint >> 12 & 0x3f));
      }
      bytes[length++] = (byte) (0x80 | (codePoint >> 6 & 0x3f));
      bytes[length++] = (byte) (0x80 | (codePoint & 0x3f));
    }
  }

  /**
   * Appends valid JSON text with all that {@code jsonb} refuses replaced: NUL and lone surrogates
   * by U+FFFD, numbers too large or too fine by their digits in quotes.
   */
  void appendFit(byte[] text, int from, int to) {
    boolean quoted = false;
    int copied = from;
    int at = from;
    while (at < to) {
      byte c = text[at];
      if (c == '\\') {
        int codePoint = text[at + 1] == 'u' ? Escapes.codePoint(text, at, to) : c;
        if (!Escapes.fits(codePoint)) {
          append(text, copied, at);
          appendEscapedReplacement();
          copied = at + 6;
        }
        at += text[at + 1] == 'u' ? Escapes.length(codePoint) : 2;
      } else if (c == '"') {
        quoted = !quoted;
        at++;
      } else if (!quoted && (c == '-' || (c >= '0' && c <= '9'))) {
        int end = JsonNumbers.end(text, at, to);
        if (!JsonNumbers.fits(text, at, end)) {
          append(text, copied, at);
          append('"');
          append(text, at, end);
          append('"');
          replaced++;
          copied = end;
        }
        at = end;
      } else {
        at++;
      }
    }
    append(text, copied, to);
  }

  private static final byte[] ESCAPED_REPLACEMENT = {'\\', 'u', 'f', 'f', 'f', 'd'};

  private void appendEscapedReplacement() {
    append(ESCAPED_REPLACEMENT, 0, ESCAPED_REPLACEMENT.length);
    replaced++;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
