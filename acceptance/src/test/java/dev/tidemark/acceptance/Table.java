package dev.tidemark.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A table's content as canonical text: sorted rows of cells, free of what varies between runs. */
record Table(String name, List<String> columns, List<List<String>> rows) {

  static final String NULL = "\\N";

  private static final int LONGEST_CELL = 400;
  private static final Comparator<List<String>> BY_CELLS =
      (a, b) -> Arrays.compare(a.toArray(String[]::new), b.toArray(String[]::new));

  Table {
    rows = rows.stream().sorted(BY_CELLS).toList();
  }

  /** A cell's canonical text; a very long one is told by its beginning, length and digest. */
  static String cell(Object value) {
    if (value == null) {
      return NULL;
    }
    String text =
        value instanceof byte[] bytes
            ? "\\x" + HexFormat.of().formatHex(bytes)
            : escaped(value.toString());
    return text.length() <= LONGEST_CELL
        ? text
        : text.substring(0, 60)
            + "…["
            + text.length()
            + " characters, sha256 "
            + sha256(text)
            + "]";
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\\') {
                escaped.append("\\\\");
              } else if (Character.isISOControl(c)) {
                escaped.append("\\u%04x".formatted(c));
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }

  private static String sha256(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** The columns alone, in this order. */
  Table project(List<String> wanted) {
    int[] places = wanted.stream().mapToInt(this::place).toArray();
    return new Table(
        name,
        wanted,
        rows.stream().map(row -> Arrays.stream(places).mapToObj(row::get).toList()).toList());
  }

  /** The sum of the last column over the rows that agree in all others. */
  Table summed() {
    int last = columns.size() - 1;
    Map<List<String>, Long> sums = new TreeMap<>(BY_CELLS);
    for (List<String> row : rows) {
      sums.merge(row.subList(0, last), Long.valueOf(row.get(last)), Long::sum);
    }
    List<List<String>> summed = new ArrayList<>();
    sums.forEach(
        (key, sum) -> {
          List<String> row = new ArrayList<>(key);
          row.add(sum.toString());
          summed.add(List.copyOf(row));
        });
    return new Table(name, columns, summed);
  }

  private int place(String column) {
    int place = columns.indexOf(column);
    if (place < 0) {
      throw new IllegalArgumentException(name + " has no column " + column + ", but " + columns);
    }
    return place;
  }

  /**
   * One line for each row that only one of both has: {@code -} is missing here, {@code +} extra.
   */
  List<String> differenceFrom(Table expected) {
    List<String> difference = new ArrayList<>();
    if (!columns.equals(expected.columns)) {
      difference.add(name + " has the columns " + columns + " instead of " + expected.columns);
    }
    int here = 0;
    int there = 0;
    while (here < rows.size() || there < expected.rows.size()) {
      int order =
          here == rows.size()
              ? 1
              : there == expected.rows.size()
                  ? -1
                  : BY_CELLS.compare(rows.get(here), expected.rows.get(there));
      if (order < 0) {
        difference.add(name + " + " + String.join(" | ", rows.get(here)));
      } else if (order > 0) {
        difference.add(name + " - " + String.join(" | ", expected.rows.get(there)));
      }
      here += order <= 0 ? 1 : 0;
      there += order >= 0 ? 1 : 0;
    }
    return difference;
  }

  /** Tab-separated values below a line of column names. */
  String toText() {
    return String.join("\t", columns)
        + "\n"
        + rows.stream().map(row -> String.join("\t", row) + "\n").collect(joining());
  }

  static Table ofText(String name, String text) {
    List<List<String>> lines = text.lines().map(line -> List.of(line.split("\t", -1))).toList();
    return new Table(name, lines.get(0), lines.subList(1, lines.size()));
  }
}
