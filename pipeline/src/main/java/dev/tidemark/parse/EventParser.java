package dev.tidemark.parse;

import dev.tidemark.event.Failure;
import dev.tidemark.event.Field;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Finds the fields of one event in its bytes, without making an object of any.
 *
 * <p>A record with several faults always fails for the first of these: it is too large, not UTF-8,
 * not JSON, not an object; its time is missing or unreadable; its URL is missing or unreadable; its
 * time is implausible.
 *
 * <p>An instance is reused from record to record and serves one thread; what it tells of a record
 * holds until the next one is parsed.
 */
public final class EventParser {
  private static final int EXCERPT = 40;
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");
  private static final int FIELDS = Field.COUNT;
  private static final int URL = FieldMap.target(Field.URL);
  private static final int HEADERS = FieldMap.target(Field.HEADERS);

  private final FieldMap fields;
  private final Limits limits;
  private final JsonScanner scanner;
  private final Members members = new Members();
  private final Candidates candidates;
  private final ObjectWalk walk;
  private final TextBuffer made = new TextBuffer();
  private final FieldTexts texts = new FieldTexts(made);
  private final Leftovers leftovers;
  private final Headers headers;

  private long eventMicros;
  private Failure failure;
  private String detail;

  public EventParser(FieldMap fields, Limits limits) {
    this.fields = fields;
    this.limits = limits;
    this.scanner = new JsonScanner(limits.maxDepth());
    NameTree names = NameTree.of(fields.paths());
    this.candidates = new Candidates(fields.paths(), names.size());
    this.walk = new ObjectWalk(names, scanner, limits.maxDepth(), members, candidates);
    this.leftovers = new Leftovers(scanner, members, candidates, texts, made);
    this.headers = new Headers(scanner, texts);
  }

  /**
   * Parses {@code bytes[from, to)}.
   *
   * @param timestampMillis the Kafka timestamp of the record; below zero when it has none
   * @return whether it is an event; if not, {@link #failure} and {@link #detail} tell why
   */
  public boolean parse(byte[] bytes, int from, int to, long timestampMillis) {
    failure = null;
    detail = null;
    texts.clear(bytes);
    scanner.reset(bytes, to);
    boolean event =
        isSmallEnough(to - from)
            && isObject(from, to)
            && hasTime()
            && hasUrl()
            && isPlausible(timestampMillis);
    if (event) {
      readRest();
    } else {
      texts.clear();
    }
    return event;
  }

  private boolean isSmallEnough(int size) {
    return size <= limits.maxEventBytes()
        || fail(
            Failure.TOO_LARGE,
            size + " bytes are more than the " + limits.maxEventBytes() + " that are allowed");
  }

  private boolean isObject(int from, int to) {
    int at = scanner.token(from);
    boolean object = at >= 0 && scanner.bytes[at] == '{';
    if (at >= 0) {
      at = object ? walk.event(at) : scanner.value(at);
    }
    if (at >= 0) {
      at = scanner.space(at);
      at = at == to ? at : scanner.flaw("more text behind the value", at);
    }
    if (at < 0) {
      return failText(from, to);
    }
    return object || fail(Failure.NOT_AN_OBJECT, "a JSON value, but not an object in braces");
  }

  /** Bytes that are not UTF-8 outrank a flaw of the JSON in front of them. */
  private boolean failText(int from, int to) {
    int malformed = scanner.malformed ? scanner.flawAt : Utf8.firstFlaw(scanner.bytes, from, to);
    if (malformed < to) {
      return fail(Failure.NOT_UTF8, "malformed UTF-8 at byte " + (malformed - from));
    }
    if (scanner.space(from) == to) {
      return fail(Failure.NOT_JSON, "an empty record");
    }
    if (startsWithByteOrderMark(scanner.bytes, from, to)) {
      return fail(Failure.NOT_JSON, "a byte order mark, which JSON must not begin with");
    }
    return fail(Failure.NOT_JSON, scanner.flaw + " at byte " + (scanner.flawAt - from));
  }

  private static boolean startsWithByteOrderMark(byte[] bytes, int from, int to) {
    return to - from >= 3
        && bytes[from] == (byte) 0xef
        && bytes[from + 1] == (byte) 0xbb
        && bytes[from + 2] == (byte) 0xbf;
  }

  private boolean hasTime() {
    if (!take(FieldMap.EVENT_TIME)) {
      return fail(Failure.NO_EVENT_TIME, "no value in " + fields.names(FieldMap.EVENT_TIME));
    }
    eventMicros =
        EventTimes.micros(
            texts.source(FieldMap.EVENT_TIME),
            texts.start(FieldMap.EVENT_TIME),
            texts.end(FieldMap.EVENT_TIME));
    return eventMicros != EventTimes.UNREADABLE
        || fail(
            Failure.UNREADABLE_EVENT_TIME,
            "'" + excerpt(FieldMap.EVENT_TIME) + "' is neither ISO 8601 nor an epoch time");
  }

  private boolean hasUrl() {
    if (!take(URL)) {
      return fail(Failure.NO_URL, "no value in " + fields.names(URL));
    }
    String flaw = Urls.flaw(texts.source(URL), texts.start(URL), texts.end(URL));
    return flaw == null
        || fail(Failure.UNREADABLE_URL, "'" + excerpt(URL) + "' is not a URL: " + flaw);
  }

  private boolean isPlausible(long timestampMillis) {
    // Rounded up: a microsecond too far is too far.
    long eventMillis = -Math.floorDiv(-eventMicros, 1000L);
    if (timestampMillis < 0
        || eventMillis <= timestampMillis
        || eventMillis - timestampMillis <= limits.maxFutureMillis()) {
      return true;
    }
    return fail(
        Failure.IMPLAUSIBLE_EVENT_TIME,
        "'"
            + excerpt(FieldMap.EVENT_TIME)
            + "' is "
            + (eventMillis - timestampMillis)
            + " ms ahead of the record's own time; "
            + limits.maxFutureMillis()
            + " are allowed");
  }

  private void readRest() {
    for (int target = 0; target < FIELDS; target++) {
      if (target != URL && !FieldMap.takesObject(target)) {
        take(target);
      }
    }
    leftovers.gather();
    int member = candidates.chosen(HEADERS);
    if (member != Candidates.NONE) {
      headers.fill(members.valueStart(member));
    }
  }

  private boolean take(int target) {
    int member = candidates.chosen(target);
    if (member == Candidates.NONE) {
      return false;
    }
    texts.setScalar(
        target, members.valueStart(member), members.valueEnd(member), members.escaped(member));
    return true;
  }

  private boolean fail(Failure failure, String detail) {
    this.failure = failure;
    this.detail = detail;
    return false;
  }

  /** The beginning of a field's text on one line, cut between characters. */
  private String excerpt(int target) {
    byte[] source = texts.source(target);
    int from = texts.start(target);
    int to = texts.end(target);
    int cut = Math.min(to, from + EXCERPT);
    while (cut < to && (source[cut] & 0xc0) == 0x80) {
      cut--;
    }
    String text = new String(source, from, cut - from, StandardCharsets.UTF_8);
    return CONTROLS.matcher(text).replaceAll("\ufffd") + (cut < to ? "…" : "");
  }

  /** Why the record is no event; null when it is one. */
  public Failure failure() {
    return failure;
  }

  /** The failure in a short sentence; null when the record is an event. */
  public String detail() {
    return detail;
  }

  /** The event time, in microseconds since the epoch. */
  public long eventMicros() {
    return eventMicros;
  }

  /** Whether the event has the field, by whatever name. */
  public boolean has(Field field) {
    return texts.has(FieldMap.target(field));
  }

  /** The array that holds the field's UTF-8 text: the input, or a buffer of the parser. */
  public byte[] source(Field field) {
    return texts.source(FieldMap.target(field));
  }

  /** Where the field's text begins in its {@link #source}. */
  public int start(Field field) {
    return texts.start(FieldMap.target(field));
  }

  /** How many bytes the field's text is long. */
  public int length(Field field) {
    return texts.length(FieldMap.target(field));
  }

  /**
   * How many NULs, lone surrogates and numbers beyond jsonb were replaced in this record's text.
   */
  public int replaced() {
    return made.replaced;
  }
}
