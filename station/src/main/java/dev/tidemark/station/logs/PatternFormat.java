package dev.tidemark.station.logs;

import dev.tidemark.station.logs.Request.Part;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A format that stands for itself: fields with literal text between them. */
record PatternFormat(String name, List<Piece> pieces, boolean mayHaveMore) implements LogFormat {

  /** Reads the time out of a field. */
  interface TimeReader {
    Instant read(String text) throws UnreadableLine;
  }

  /**
   * A field, or text that stands between fields.
   *
   * @param literal null for a field
   * @param part what the field tells; null when nothing of interest
   * @param time not null for the field that tells the time
   * @param toMillis what a duration is multiplied with
   */
  record Piece(String literal, Part part, TimeReader time, double toMillis) {
    static Piece literal(String text) {
      return new Piece(text, null, null, 1);
    }

    static Piece field(Part part) {
      return new Piece(null, part, null, 1);
    }

    static Piece time(TimeReader reader) {
      return new Piece(null, null, reader, 1);
    }

    static Piece duration(double toMillis) {
      return new Piece(null, Part.MILLIS, null, toMillis);
    }
  }

  @Override
  public Request read(String line) throws UnreadableLine {
    if (line.isBlank()) {
      return null;
    }
    Map<Part, String> parts = new EnumMap<>(Part.class);
    Instant time = null;
    int at = 0;
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (piece.literal != null) {
        if (!line.startsWith(piece.literal, at)) {
          throw new UnreadableLine("it is not in the format " + name);
        }
        at += piece.literal.length();
        continue;
      }
      int end = end(line, at, i);
      String text = Escaped.read(line.substring(at, end));
      at = end;
      if (piece.time != null) {
        time = piece.time.read(text);
      } else if (piece.part != null && !text.equals("-") && !text.isEmpty()) {
        put(parts, piece, text);
      }
    }
    if (at < line.length() && !(mayHaveMore && line.charAt(at) == ' ')) {
      throw new UnreadableLine("it is longer than the format " + name);
    }
    return Request.of(time, parts);
  }

  private static void put(Map<Part, String> parts, Piece piece, String text) {
    if (piece.part != Part.MILLIS) {
      parts.putIfAbsent(piece.part, text);
    } else if (text.matches("\\d{1,15}(\\.\\d+)?")) {
      parts.put(Part.MILLIS, millis(Double.parseDouble(text) * piece.toMillis));
    }
  }

  static String millis(double millis) {
    return String.valueOf(Math.round(millis));
  }

  /** A field ends where the text behind it begins; between quotes, a backslash protects. */
  private int end(String line, int from, int piece) throws UnreadableLine {
    if (piece + 1 == pieces.size()) {
      int space = isText(pieces.get(piece).part) ? -1 : line.indexOf(' ', from);
      return space < 0 ? line.length() : space;
    }
    String next = pieces.get(piece + 1).literal;
    boolean quoted = next.startsWith("\"");
    for (int at = from; at < line.length(); at++) {
      if (quoted && line.charAt(at) == '\\') {
        at++;
      } else if (line.startsWith(next, at) || (quoted && line.charAt(at) == '"')) {
        return at;
      }
    }
    throw new UnreadableLine("it ends before the format " + name + " does");
  }

  /** Whether spaces may stand in it. */
  private static boolean isText(Part part) {
    return part == Part.LINE
        || part == Part.USER_AGENT
        || part == Part.REFERRER
        || part == Part.FORWARDED
        || part == null;
  }
}
