package dev.tidemark.enrich;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding, read leniently: what is no UTF-8 in valid escapes stays as it came. */
final class Percent {

  private Percent() {}

  /**
   * The text with its escapes decoded, except control characters, which no database column should
   * meet, and the characters of {@code kept}.
   */
  static String decode(String text, String kept) {
    int first = text.indexOf('%');
    if (first < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length()).append(text, 0, first);
    int at = first;
    while (at < text.length()) {
      int end = at;
      while (isEscape(text, end)) {
        end += 3;
      }
      if (end == at) {
        out.append(text.charAt(at++));
      } else {
        appendDecoded(out, text, at, end, kept);
        at = end;
      }
    }
    return out.toString();
  }

  /** The value of an ASCII hexadecimal digit, or -1. */
  static int hexDigit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = c | 0x20;
    return c < 128 && letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  private static boolean isEscape(String text, int at) {
    return at + 2 < text.length()
        && text.charAt(at) == '%'
        && hexDigit(text.charAt(at + 1)) >= 0
        && hexDigit(text.charAt(at + 2)) >= 0;
  }

  private static void appendDecoded(StringBuilder out, String text, int from, int to, String kept) {
    ByteBuffer bytes = ByteBuffer.allocate((to - from) / 3);
    for (int i = from; i < to; i += 3) {
      bytes.put((byte) ((hexDigit(text.charAt(i + 1)) << 4) | hexDigit(text.charAt(i + 2))));
    }
    CharBuffer decoded;
    try {
      decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
    } catch (CharacterCodingException notUtf8) {
      out.append(text, from, to);
      return;
    }
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      if (c < ' ' || c == 127 || kept.indexOf(c) >= 0) {
        out.append('%').append(Character.forDigit(c >> 4, 16)).append(lowDigit(c));
      } else {
        out.append(c);
      }
    }
  }

  private static char lowDigit(char c) {
    return Character.toUpperCase(Character.forDigit(c & 15, 16));
  }
}
