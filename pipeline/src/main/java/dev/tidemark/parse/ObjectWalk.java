package dev.tidemark.parse;

/** Walks through an event along the tree of names and notes where each member lies. */
final class ObjectWalk {
  private final NameTree root;
  private final JsonScanner scanner;
  private final int maxDepth;
  private final Members members;
  private final Candidates candidates;
  private final TextBuffer name = new TextBuffer();

  ObjectWalk(
      NameTree root, JsonScanner scanner, int maxDepth, Members members, Candidates candidates) {
    this.root = root;
    this.scanner = scanner;
    this.maxDepth = maxDepth;
    this.members = members;
    this.candidates = candidates;
  }

  /** The end of the event whose brace opens here, or {@link JsonScanner#FLAWED}. */
  int event(int open) {
    members.clear();
    candidates.clear();
    return object(root, open);
  }

  private int object(NameTree names, int open) {
    if (scanner.depth == maxDepth) {
      return scanner.tooDeep(open);
    }
    byte[] bytes = scanner.bytes;
    int at = scanner.token(open + 1);
    if (at < 0) {
      return at;
    }
    if (bytes[at] == '}') {
      return at + 1;
    }
    scanner.depth++;
    while (true) {
      at = member(names, at);
      if (at < 0) {
        return at;
      }
      at = scanner.token(at);
      if (at < 0) {
        return at;
      }
      if (bytes[at] == '}') {
        scanner.depth--;
        return at + 1;
      }
      if (bytes[at] != ',') {
        return scanner.flaw("expected ',' or '}'", at);
      }
      at = scanner.token(at + 1);
      if (at < 0) {
        return at;
      }
    }
  }

  private int member(NameTree names, int nameStart) {
    scanner.escaped = false;
    scanner.unfit = false;
    int nameEnd = scanner.quoted(nameStart);
    if (nameEnd < 0) {
      return nameEnd;
    }
    NameTree node = node(names, nameStart + 1, nameEnd - 1);
    int valueStart = scanner.colon(nameEnd);
    if (valueStart < 0) {
      return valueStart;
    }
    scanner.escaped = false;
    return node == null
        ? unknown(nameStart, valueStart)
        : known(node, nameStart, valueStart, scanner.bytes[valueStart]);
  }

  private NameTree node(NameTree names, int from, int to) {
    if (!scanner.escaped) {
      return names.child(scanner.bytes, from, to);
    }
    name.clear();
    name.appendUnescaped(scanner.bytes, from, to);
    return names.child(name.bytes, 0, name.length);
  }

  private int unknown(int nameStart, int valueStart) {
    int member = members.open(NameTree.UNKNOWN, nameStart, valueStart);
    int end = scanner.value(valueStart);
    members.close(member, end, scanner.escaped, scanner.unfit);
    return end;
  }

  private int known(NameTree node, int nameStart, int valueStart, byte first) {
    candidates.forget(node.paths());
    int member = members.open(node.number(), nameStart, valueStart);
    boolean unfitName = scanner.unfit;
    boolean walked = first == '{' && node.leadsFurther();
    int end = walked ? object(node, valueStart) : scanner.value(valueStart);
    members.close(member, end, scanner.escaped, walked ? unfitName : scanner.unfit);
    if (!node.endsPath()) {
      candidates.meet(node.number(), member, false);
    } else if (first == 'n') {
      candidates.meet(node.number(), Candidates.NONE, false);
    } else {
      boolean useful = node.takesObject() ? first == '{' : first != '{' && first != '[';
      candidates.meet(node.number(), member, useful);
    }
    return end;
  }
}
