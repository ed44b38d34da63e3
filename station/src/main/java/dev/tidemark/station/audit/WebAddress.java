package dev.tidemark.station.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.io.ByteArrayOutputStream;
import java.net.IDN;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.Normalizer;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A web address as browsers would cut it.
 *
 * @param scheme lower-case; empty when there is none
 * @param authority what names the site; null when nothing does
 * @param query null when there is none
 */
record WebAddress(String scheme, String authority, String path, String query) {

  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)", Pattern.DOTALL);
  private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");
  private static final Pattern NAME =
      Pattern.compile("(?:(?!\\p{IsUppercase})[\\p{L}\\p{Nd}\\p{Mn}\\p{Mc}\\p{So}._-])+");
  private static final Pattern PORT = Pattern.compile("(.*?):[0-9]*", Pattern.DOTALL);
  private static final int LONGEST_NAME = 253;

  private static final Set<String> ENDINGS_OF_FILES =
      Set.of(
          ("asp aspx cfm cgi css csv do gif htm html ico jpeg jpg js json jsp jsf md mjs pdf php"
                  + " png shtml svg txt webp xhtml xml")
              .split(" ", -1));

  static WebAddress of(String text) {
    String sent = text.strip().split("#", 2)[0];
    int mark = sent.indexOf('?');
    String query = mark < 0 || mark + 1 == sent.length() ? null : sent.substring(mark + 1);
    String front = (mark < 0 ? sent : sent.substring(0, mark)).replace('\\', '/');
    Matcher named = SCHEME.matcher(front);
    String scheme = named.matches() ? named.group(1).toLowerCase(ROOT) : "";
    String rest = scheme.isEmpty() ? front : named.group(2);
    if (scheme.equals("http") || scheme.equals("https")) {
      return at(scheme, rest.replaceFirst("^/+", ""), query);
    }
    if (rest.startsWith("//")) {
      return at(scheme, rest.substring(2), query);
    }
    return isSite(front.split("/", 2)[0])
        ? at("", front, query)
        : new WebAddress(scheme, null, front, query);
  }

  private static WebAddress at(String scheme, String rest, String query) {
    int slash = rest.indexOf('/');
    return slash < 0
        ? new WebAddress(scheme, rest, "", query)
        : new WebAddress(scheme, rest.substring(0, slash), rest.substring(slash), query);
  }

  /** Whether this is {@code www.example.com} and not {@code index.html}. */
  private static boolean isSite(String first) {
    String host = first.contains("@") ? null : hostOf(first);
    if (host == null) {
      return false;
    }
    if (host.startsWith("[") || host.equals("localhost") || first.indexOf(':') > 0) {
      return true;
    }
    String ending = host.substring(host.lastIndexOf('.') + 1);
    boolean hasDot = ending.length() < host.length();
    boolean digits = ending.codePoints().anyMatch(Character::isDigit);
    return (hasDot && ending.length() > 1 && !digits && !ENDINGS_OF_FILES.contains(ending))
        || ending.startsWith("xn--")
        || NetAddress.parse(host) != null;
  }

  /** The host of this address; null when it has none. */
  String host() {
    return authority == null ? null : hostOf(authority);
  }

  /** The readable host of {@code user@host:port} or of a literal address; null when it is none. */
  static String hostOf(String authority) {
    String text = authority.substring(authority.lastIndexOf('@') + 1).strip();
    if (text.isEmpty() || text.length() > 6 * LONGEST_NAME) {
      return null;
    }
    if (text.startsWith("[") || text.chars().filter(c -> c == ':').count() > 1) {
      NetAddress literal = NetAddress.parse(text);
      return literal == null ? null : literal.isV4() ? literal.text() : "[" + literal.text() + "]";
    }
    Matcher port = PORT.matcher(text);
    if (text.contains(":") && !port.matches()) {
      return null;
    }
    String name = plain(unescaped(text.contains(":") ? port.group(1) : text));
    if (!isName(name)) {
      return null;
    }
    String readable =
        name.contains("xn--") ? plain(IDN.toUnicode(name, IDN.ALLOW_UNASSIGNED)) : name;
    return isName(readable) ? readable : name;
  }

  private static String plain(String name) {
    String composed =
        name.chars().allMatch(c -> c < 128)
            ? name
            : Normalizer.normalize(name, Normalizer.Form.NFKC);
    return composed.toLowerCase(ROOT).replaceFirst("\\.$", "");
  }

  private static boolean isName(String name) {
    return name.length() <= LONGEST_NAME
        && !name.startsWith(".")
        && !name.contains("..")
        && NAME.matcher(name).matches();
  }

  /** The first value that a query gives a key, in whatever case; null when there is none. */
  static String valueOf(String query, String key) {
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      int equals = key.length();
      if (pair.length() > equals + 1
          && pair.charAt(equals) == '='
          && pair.substring(0, equals).equalsIgnoreCase(key)) {
        return unescaped(pair.substring(equals + 1).replace('+', ' '));
      }
    }
    return null;
  }

  /** Escapes decoded where they are UTF-8, control characters left as they are. */
  private static String unescaped(String text) {
    return ESCAPES.matcher(text).replaceAll(m -> Matcher.quoteReplacement(meaning(m.group())));
  }

  private static String meaning(String escapes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escapes.length(); i += 3) {
      bytes.write(Integer.parseInt(escapes.substring(i + 1, i + 3), 16));
    }
    try {
      StringBuilder meaning = new StringBuilder();
      UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .chars()
          .forEach(c -> meaning.append(c < ' ' || c == 127 ? "%%%02X".formatted(c) : (char) c));
      return meaning.toString();
    } catch (CharacterCodingException notText) {
      return escapes;
    }
  }
}
