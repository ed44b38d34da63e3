package dev.tidemark.station.logs;

import dev.tidemark.run.UserError;
import dev.tidemark.station.logs.PatternFormat.Piece;
import dev.tidemark.station.logs.Request.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands the format strings of Apache ({@code LogFormat}) and nginx ({@code log_format}). */
final class FormatString {

  private static final Pattern APACHE =
      Pattern.compile("%[<>!,\\d]*(?:\\{([^}]*)})?\\^?(ti|to|[a-zA-Z%])");
  private static final Pattern NGINX = Pattern.compile("\\$\\{?(\\w+)}?");

  private FormatString() {}

  static LogFormat read(String name, String text, boolean mayHaveMore) {
    boolean nginx = NGINX.matcher(text).find();
    Matcher fields = (nginx ? NGINX : APACHE).matcher(text);
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    while (fields.find()) {
      literal(pieces, text.substring(at, fields.start()));
      at = fields.end();
      if (!nginx && fields.group(2).equals("t")) {
        apacheTime(pieces, fields.group(1));
      } else if (!nginx && fields.group(2).equals("%")) {
        literal(pieces, "%");
      } else {
        Piece piece = nginx ? nginx(fields.group(1)) : apache(fields.group(2), fields.group(1));
        add(pieces, piece, text);
      }
    }
    literal(pieces, text.substring(at));
    if (pieces.stream().noneMatch(piece -> piece.time() != null)) {
      throw wrong(text, "there is no time in it");
    }
    if (pieces.stream().map(Piece::part).noneMatch(FormatString::namesPage)) {
      throw wrong(text, "there is no request in it");
    }
    return new PatternFormat(name, List.copyOf(pieces), mayHaveMore);
  }

  /** A query belongs to the path before it; other fields need something between them. */
  private static void add(List<Piece> pieces, Piece piece, String text) {
    int last = pieces.size() - 1;
    if (last < 0 || pieces.get(last).literal() != null) {
      pieces.add(piece);
    } else if (piece.part() == Part.QUERY && pieces.get(last).part() == Part.PATH) {
      pieces.set(last, Piece.field(Part.TARGET));
    } else {
      throw wrong(text, "two fields have nothing between them");
    }
  }

  private static boolean namesPage(Part part) {
    return part == Part.LINE || part == Part.TARGET || part == Part.PATH;
  }

  private static UserError wrong(String text, String what) {
    return UserError.inUsage(
        "--format='" + text + "' cannot be read: " + what + ".",
        "Write it as the server's configuration has it, such as '%h %l %u %t \"%r\" %>s %b'.");
  }

  private static void literal(List<Piece> pieces, String raw) {
    if (raw.isEmpty()) {
      return;
    }
    String text = raw.replace("\\\"", "\"").replace("\\t", "\t");
    int last = pieces.size() - 1;
    if (last >= 0 && pieces.get(last).literal() != null) {
      pieces.set(last, Piece.literal(pieces.get(last).literal() + text));
    } else {
      pieces.add(Piece.literal(text));
    }
  }

  /** Without a pattern of its own, the time stands in brackets. */
  private static void apacheTime(List<Piece> pieces, String pattern) {
    if (pattern == null) {
      literal(pieces, "[");
      pieces.add(Piece.time(Times::read));
      literal(pieces, "]");
    } else {
      String plain = pattern.replaceFirst("^(begin|end):", "");
      boolean number = plain.matches("|u?sec|msec");
      var formatter = number ? null : StrfTime.formatter(plain);
      pieces.add(number ? Piece.time(Times::read) : Piece.time(t -> Times.read(t, formatter)));
    }
  }

  private static Piece apache(String letter, String argument) {
    String header = argument == null ? "" : argument.toLowerCase(Locale.ROOT);
    return switch (letter) {
      case "h", "a" -> Piece.field(Part.ADDRESS);
      case "u" -> Piece.field(Part.USER);
      case "r" -> Piece.field(Part.LINE);
      case "m" -> Piece.field(Part.METHOD);
      case "U" -> Piece.field(Part.PATH);
      case "q" -> Piece.field(Part.QUERY);
      case "s" -> Piece.field(Part.STATUS);
      case "b", "B", "O" -> Piece.field(Part.BYTES);
      case "v", "V" -> Piece.field(Part.HOST);
      case "D" -> Piece.duration(0.001);
      case "T" -> Piece.duration(header.equals("ms") ? 1 : header.equals("us") ? 0.001 : 1000);
      case "i" -> header(header);
      default -> Piece.field(null);
    };
  }

  private static Piece header(String name) {
    return switch (name) {
      case "referer" -> Piece.field(Part.REFERRER);
      case "user-agent" -> Piece.field(Part.USER_AGENT);
      case "host" -> Piece.field(Part.HOST);
      case "x-forwarded-for", "x-real-ip", "cf-connecting-ip" -> Piece.field(Part.FORWARDED);
      case "x-forwarded-proto" -> Piece.field(Part.SCHEME);
      default -> Piece.field(null);
    };
  }

  private static Piece nginx(String variable) {
    return switch (variable) {
      case "remote_addr", "realip_remote_addr" -> Piece.field(Part.ADDRESS);
      case "remote_user" -> Piece.field(Part.USER);
      case "time_local", "time_iso8601", "msec" -> Piece.time(Times::read);
      case "request" -> Piece.field(Part.LINE);
      case "request_method" -> Piece.field(Part.METHOD);
      case "request_uri" -> Piece.field(Part.TARGET);
      case "uri", "document_uri" -> Piece.field(Part.PATH);
      case "args", "query_string" -> Piece.field(Part.QUERY);
      case "status" -> Piece.field(Part.STATUS);
      case "body_bytes_sent", "bytes_sent" -> Piece.field(Part.BYTES);
      case "host", "http_host", "server_name" -> Piece.field(Part.HOST);
      case "scheme" -> Piece.field(Part.SCHEME);
      case "request_time" -> Piece.duration(1000);
      case "http_referer" -> Piece.field(Part.REFERRER);
      case "http_user_agent" -> Piece.field(Part.USER_AGENT);
      case "http_x_forwarded_for", "http_x_real_ip" -> Piece.field(Part.FORWARDED);
      default -> Piece.field(null);
    };
  }
}
