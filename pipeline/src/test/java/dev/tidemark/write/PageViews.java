package dev.tidemark.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.write.Table.Column;
import dev.tidemark.write.Table.Conflict;
import java.util.List;
import java.util.UUID;

/** The metric whose key is a text of any length. */
final class PageViews {
  static final Table TABLE =
      new Table(
          "page_view_counts",
          List.of(
              new Column("window_start", Table.Type.TIME),
              new Column("window_end", Table.Type.TIME),
              new Column("key_hash", Table.Type.BYTES),
              new Column("url", Table.Type.TEXT),
              new Column("view_count", Table.Type.BIGINT),
              new Column("events", Table.Type.BIGINT)),
          List.of("window_start", "window_end", "key_hash"),
          Conflict.moreWins("events"));

  private PageViews() {}

  static void add(Rows rows, String url, long views) {
    byte[] hash = UUID.nameUUIDFromBytes(url.getBytes(UTF_8)).toString().getBytes(UTF_8);
    rows.add(0L, 60_000_000L, hash, url, views, views);
  }
}
