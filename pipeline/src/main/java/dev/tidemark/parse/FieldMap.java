package dev.tidemark.parse;

import dev.tidemark.event.Field;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which names an event's fields go by: the built-in aliases and the user's own dotted paths.
 *
 * <p>The paths of a field are ranked: the first one that holds a value gives it. What the user
 * names comes before what is built in.
 */
public final class FieldMap implements Serializable {
  private static final long serialVersionUID = 1;

  /** Stands beside the ordinals of {@link Field}: the time is a field that every event has. */
  static final int EVENT_TIME = Field.COUNT;

  static final int TARGETS = Field.COUNT + 1;

  /** A set of paths is a long. */
  private static final int MAX_PATHS = Long.SIZE;

  /** One way to a field: the names to follow from the event inwards. */
  record Path(int target, List<String> names) implements Serializable {
    Path {
      names = List.copyOf(names);
    }
  }

  private static final Field[] FIELDS = Field.values();
  private static final FieldMap STANDARD = new FieldMap(builtIn());

  private final List<Path> paths;

  private FieldMap(List<Path> paths) {
    this.paths = List.copyOf(paths);
  }

  /** The names that Tidemark knows by itself. */
  public static FieldMap standard() {
    return STANDARD;
  }

  private static List<Path> builtIn() {
    List<Path> paths = new ArrayList<>();
    add(paths, EVENT_TIME, "event_time", "timestamp", "time_stamp", "ts", "time");
    for (Field field : FIELDS) {
      switch (field) {
        case EVENT_ID -> add(paths, target(field), "event_id", "id");
        case EVENT_TYPE -> add(paths, target(field), "event_type", "type");
        case USER_ID -> add(paths, target(field), "user_id", "user", "userId", "device_id");
        case URL -> add(paths, target(field), "url", "page_url", "page", "current_url");
        case REFERRER -> add(paths, target(field), "referrer", "referer", "referrer_url");
        case USER_AGENT -> add(paths, target(field), "user_agent", "userAgent", "ua");
        case IP -> add(paths, target(field), "ip", "ip_address", "remote_ip");
        case ENVELOPE -> {}
        case HOST, SESSION_ID, PRODUCT_ID, STORE_ID, HEADERS, PROPERTIES ->
            add(paths, target(field), name(target(field)));
      }
    }
    return paths;
  }

  private static void add(List<Path> paths, int target, String... aliases) {
    for (String alias : aliases) {
      paths.add(new Path(target, List.of(alias)));
    }
  }

  /**
   * The same map with more names before the known ones, as in {@code
   * url=request.uri,event_time=when}; a backslash before a dot, a comma or a backslash makes it a
   * part of the name. A name that belonged to another field belongs to the one it is given to.
   *
   * @throws IllegalArgumentException with one line that says what to write instead
   */
  public FieldMap with(String mapping) {
    if (mapping.isBlank()) {
      return this;
    }
    List<Path> own = new ArrayList<>();
    for (String entry : split(mapping, ',')) {
      Path path = path(entry.strip());
      if (own.stream().anyMatch(other -> other.names().equals(path.names()))) {
        throw wrong("'" + entry.strip() + "' names a path twice", "give each path to one field");
      }
      own.add(path);
    }
    List<Path> all = new ArrayList<>(own);
    for (Path path : paths) {
      if (own.stream().noneMatch(mine -> mine.names().equals(path.names()))) {
        all.add(path);
      }
    }
    if (all.size() > MAX_PATHS) {
      throw wrong("too many paths", "name at most " + (MAX_PATHS - STANDARD.paths.size()));
    }
    return new FieldMap(all);
  }

  private static Path path(String entry) {
    int equals = entry.indexOf('=');
    if (equals < 0) {
      throw wrong("'" + entry + "' has no '='", "write FIELD=PATH, as in url=request.uri");
    }
    int target = targetNamed(entry.substring(0, equals).strip());
    List<String> names = new ArrayList<>();
    for (String name : split(entry.substring(equals + 1).strip(), '.')) {
      String plain = unescape(name);
      if (plain.isEmpty()) {
        throw wrong("'" + entry + "' has an empty name", "write FIELD=PATH, as in url=request.uri");
      }
      names.add(plain);
    }
    return new Path(target, names);
  }

  private static int targetNamed(String name) {
    List<String> known = new ArrayList<>();
    for (int target = 0; target < TARGETS; target++) {
      if (target == target(Field.ENVELOPE)) {
        continue;
      }
      if (name(target).equals(name)) {
        return target;
      }
      known.add(name(target));
    }
    throw wrong("there is no field '" + name + "'", "choose from " + String.join(", ", known));
  }

  private static IllegalArgumentException wrong(String what, String remedy) {
    return new IllegalArgumentException("--fields: " + what + "; " + remedy);
  }

  /** Splits where no backslash stands before the separator; the backslashes stay. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) == '\\') {
        at++;
      } else if (text.charAt(at) == separator) {
        parts.add(text.substring(from, at));
        from = at + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static String unescape(String name) {
    return name.replaceAll("\\\\(.)", "$1");
  }

  /** The paths, for each field the best first; a path's place in the list is its number. */
  List<Path> paths() {
    return paths;
  }

  /** The names of a field as a sentence lists them. */
  String names(int target) {
    return paths.stream()
        .filter(path -> path.target() == target)
        .map(path -> String.join(".", path.names()))
        .collect(Collectors.joining(", "));
  }

  /** A field as a number, beside {@link #EVENT_TIME}. */
  @SuppressWarnings(
      "EnumOrdinal") // the one place: numbers index the parser's arrays, none is stored
  static int target(Field field) {
    return field.ordinal();
  }

  static boolean takesObject(int target) {
    return target == target(Field.HEADERS) || target == target(Field.PROPERTIES);
  }

  private static String name(int target) {
    return target == EVENT_TIME ? "event_time" : FIELDS[target].name().toLowerCase(Locale.ROOT);
  }
}
