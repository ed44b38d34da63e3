package dev.tidemark.station.logs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Texts as servers write them: quotes and bytes that are not ASCII behind backslashes. */
final class Escaped {

  private Escaped() {}

  /** The text that was meant; its bytes are UTF-8, wherever they stand. */
  static String read(String raw) {
    if (raw.chars().allMatch(c -> c != '\\' && c < 0x80)) {
      return raw;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int at = 0; at < raw.length(); at++) {
      char c = raw.charAt(at);
      if (c != '\\' || at + 1 == raw.length()) {
        bytes.write(c);
        continue;
      }
      char next = raw.charAt(++at);
      switch (next) {
        case 'n' -> bytes.write('\n');
        case 't' -> bytes.write('\t');
        case 'r' -> bytes.write('\r');
        case 'x' -> {
          int value = at + 2 < raw.length() ? hex(raw, at + 1) : -1;
          if (value < 0) {
            bytes.writeBytes("\\x".getBytes(ISO_8859_1));
          } else {
            bytes.write(value);
            at += 2;
          }
        }
        default -> bytes.write(next);
      }
    }
    return bytes.toString(UTF_8);
  }

  private static int hex(String raw, int at) {
    int high = Character.digit(raw.charAt(at), 16);
    int low = Character.digit(raw.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
