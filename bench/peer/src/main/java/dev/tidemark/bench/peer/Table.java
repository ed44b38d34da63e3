package dev.tidemark.bench.peer;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;

/** The three tables, their windows, and the statements that write to them. */
public enum Table {
  PAGE_VIEWS("page_view_counts", 1, "view_count"),
  ACTIVE_USERS("active_users", 5, "active_users"),
  WEB_TRAFFIC("aggregated_web_traffic", 5, "num_hits");

  /** How far the windows of {@link #ACTIVE_USERS} slide, in milliseconds. */
  public static final long SLIDE = 60_000;

  private final String name;
  private final long length;
  private final String value;

  Table(String name, int minutes, String value) {
    this.name = name;
    this.length = 60_000L * minutes;
    this.value = value;
  }

  /** Length of a window in milliseconds. */
  public long length() {
    return length;
  }

  /** The columns that, with the start of the window, are the primary key. */
  public List<String> keys() {
    return switch (this) {
      case PAGE_VIEWS -> List.of("url");
      case ACTIVE_USERS -> List.of();
      case WEB_TRAFFIC -> List.of("host", "referrer");
    };
  }

  /** The start of the window of a time; of windows that slide, of the last one. */
  public long window(long time) {
    long step = this == ACTIVE_USERS ? SLIDE : length;
    return time - Math.floorMod(time, step);
  }

  /** Writes one row: start and end of the window, the keys, the value. */
  public String upsert() {
    String places = columns().map(column -> "?").collect(joining(", "));
    return "INSERT INTO " + target() + " VALUES (" + places + ")" + onConflict();
  }

  /** Writes many: starts in milliseconds, the keys and the values, each as an array. */
  String upsertArrays() {
    String given =
        Stream.concat(
                Stream.of("unnest(?::int8[]) AS start"),
                Stream.concat(
                    keys().stream().map(key -> "unnest(?::text[]) AS " + key),
                    Stream.of("unnest(?::int8[]) AS " + value)))
            .collect(joining(", "));
    String wanted =
        Stream.concat(
                Stream.of(
                    "to_timestamp(start / 1000.0)",
                    "to_timestamp((start + %d) / 1000.0)".formatted(length)),
                Stream.concat(keys().stream(), Stream.of(value)))
            .collect(joining(", "));
    return "INSERT INTO "
        + target()
        + " SELECT "
        + wanted
        + " FROM (SELECT "
        + given
        + ") AS given"
        + onConflict();
  }

  private String target() {
    return name + " AS old (" + columns().collect(joining(", ")) + ")";
  }

  private Stream<String> columns() {
    return Stream.concat(
        Stream.of("window_start", "window_end"), Stream.concat(keys().stream(), Stream.of(value)));
  }

  /** What is written again, or in the wrong order, never makes a figure smaller. */
  private String onConflict() {
    return " ON CONFLICT (%s) DO UPDATE SET %2$s = greatest(old.%2$s, excluded.%2$s)"
        .formatted(
            Stream.concat(Stream.of("window_start"), keys().stream()).collect(joining(", ")),
            value);
  }
}
