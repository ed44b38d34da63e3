package dev.tidemark.parse;

/**
 * The texts of one event's fields: slices of the input, or of a buffer where they had to be made.
 */
final class FieldTexts {
  private final TextBuffer made;
  private final int[] start = new int[FieldMap.TARGETS];
  private final int[] length = new int[FieldMap.TARGETS];
  private byte[] input;
  private int present;
  private int inBuffer;

  FieldTexts(TextBuffer made) {
    this.made = made;
  }

  void clear(byte[] input) {
    this.input = input;
    present = 0;
    inBuffer = 0;
    made.clear();
  }

  void clear() {
    present = 0;
    made.clear();
  }

  /** Sets a field to the text of a JSON string, number or boolean. */
  void setScalar(int target, int valueStart, int valueEnd, boolean escaped) {
    if (escaped) {
      int from = made.length;
      made.appendUnescaped(input, valueStart + 1, valueEnd - 1);
      setMade(target, from);
    } else {
      int quote = input[valueStart] == '"' ? 1 : 0;
      setSlice(target, valueStart + quote, valueEnd - quote);
    }
  }

  /** Sets a field to a slice of the input. */
  void setSlice(int target, int from, int to) {
    set(target, from, to - from);
    inBuffer &= ~(1 << target);
  }

  /** Sets a field to what was appended to the buffer since it was {@code from} long. */
  void setMade(int target, int from) {
    set(target, from, made.length - from);
    inBuffer |= 1 << target;
  }

  private void set(int target, int from, int size) {
    start[target] = from;
    length[target] = size;
    present |= 1 << target;
  }

  void remove(int target) {
    present &= ~(1 << target);
  }

  boolean has(int target) {
    return (present & 1 << target) != 0;
  }

  byte[] source(int target) {
    return (inBuffer & 1 << target) != 0 ? made.bytes : input;
  }

  int start(int target) {
    return start[target];
  }

  int length(int target) {
    return length[target];
  }

  int end(int target) {
    return start[target] + length[target];
  }
}
