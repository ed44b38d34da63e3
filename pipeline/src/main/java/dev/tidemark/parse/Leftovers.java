package dev.tidemark.parse;

import dev.tidemark.event.Field;

/**
 * Gathers the JSON objects of an event: the headers, and the properties with every member that no
 * field took. Where nothing has to be added, taken out or replaced, they are slices of the input.
 */
final class Leftovers {
  private static final int HEADERS = FieldMap.target(Field.HEADERS);
  private static final int PROPERTIES = FieldMap.target(Field.PROPERTIES);

  private final JsonScanner scanner;
  private final Members members;
  private final Candidates candidates;
  private final FieldTexts texts;
  private final TextBuffer out;

  Leftovers(
      JsonScanner scanner,
      Members members,
      Candidates candidates,
      FieldTexts texts,
      TextBuffer out) {
    this.scanner = scanner;
    this.members = members;
    this.candidates = candidates;
    this.texts = texts;
    this.out = out;
  }

  void gather() {
    int headers = candidates.chosen(HEADERS);
    if (headers != Candidates.NONE) {
      setObject(HEADERS, headers);
    }
    int properties = candidates.chosen(PROPERTIES);
    if (isAnyLeft(0, members.count())) {
      int from = open();
      if (properties != Candidates.NONE) {
        writeInside(properties);
      }
      write(0, members.count());
      close(PROPERTIES, from);
    } else if (properties != Candidates.NONE) {
      setObject(PROPERTIES, properties);
    }
  }

  private void setObject(int target, int member) {
    if (!members.hasInside(member) && !members.unfit(member)) {
      texts.setSlice(target, members.valueStart(member), members.valueEnd(member));
      return;
    }
    int from = open();
    writeInside(member);
    close(target, from);
  }

  private int open() {
    int from = out.length;
    out.append('{');
    return from;
  }

  private void close(int target, int from) {
    out.append('}');
    texts.setMade(target, from);
  }

  private boolean isAnyLeft(int from, int to) {
    for (int member = from; member < to; member = members.next(member)) {
      if (isLeft(member)
          && (!members.hasInside(member) || isAnyLeft(member + 1, members.next(member)))) {
        return true;
      }
    }
    return false;
  }

  private boolean isLeft(int member) {
    int node = members.node(member);
    return node == NameTree.UNKNOWN || candidates.leaves(node, member);
  }

  /** Writes the members from one entry up to another, except those that a field took. */
  private void write(int from, int to) {
    for (int member = from; member < to; member = members.next(member)) {
      if (!isLeft(member)) {
        continue;
      }
      if (members.hasInside(member)) {
        writeWalked(member);
      } else {
        separate();
        copy(members.nameStart(member), members.valueEnd(member), members.unfit(member));
      }
    }
  }

  /** An object of which something was taken; when nothing remains of it, it goes as well. */
  private void writeWalked(int member) {
    int before = out.length;
    separate();
    copy(members.nameStart(member), members.valueStart(member) + 1, members.unfit(member));
    int opened = out.length;
    writeInside(member);
    if (out.length == opened) {
      out.length = before;
    } else {
      out.append('}');
    }
  }

  private void writeInside(int member) {
    if (members.hasInside(member)) {
      write(member + 1, members.next(member));
      return;
    }
    int from = scanner.space(members.valueStart(member) + 1);
    int to = members.valueEnd(member) - 1;
    if (from < to) {
      copy(from, to, members.unfit(member));
    }
  }

  /** No value ends with an opening brace, so one at the end means that a first member follows. */
  private void separate() {
    if (out.bytes[out.length - 1] != '{') {
      out.append(',');
    }
  }

  private void copy(int from, int to, boolean unfit) {
    if (unfit) {
      out.appendFit(scanner.bytes, from, to);
    } else {
      out.append(scanner.bytes, from, to);
    }
  }
}
