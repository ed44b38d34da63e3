package dev.tidemark.parse;

/**
 * Tells well-formed UTF-8 from anything else: no overlong forms, no surrogates, no end in between.
 */
final class Utf8 {
  private Utf8() {}

  /**
   * The length of the sequence that begins at {@code at} with a byte above 0x7f; 0 if malformed.
   */
  static int sequence(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xff;
    if (lead < 0xc2 || lead > 0xf4) {
      return 0;
    }
    int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (at + length > end) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if (bytes[at + i] >= (byte) 0xc0) {
        return 0;
      }
    }
    return length;
  }

  /** Where the first malformed sequence begins, or {@code end}. */
  static int firstFlaw(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end) {
      int length = bytes[at] >= 0 ? 1 : sequence(bytes, at, end);
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return end;
  }
}
