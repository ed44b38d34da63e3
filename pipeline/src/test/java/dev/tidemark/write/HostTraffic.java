package dev.tidemark.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.write.Table.Column;
import dev.tidemark.write.Table.Conflict;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/** A metric's table in the shape that all of them share. */
final class HostTraffic {
  static final Table TABLE =
      new Table(
          "host_traffic",
          List.of(
              new Column("window_start", Table.Type.TIME),
              new Column("window_end", Table.Type.TIME),
              new Column("key_hash", Table.Type.BYTES),
              new Column("host", Table.Type.TEXT),
              new Column("num_hits", Table.Type.BIGINT),
              new Column("events", Table.Type.BIGINT),
              new Column("generation", Table.Type.BIGINT),
              new Column("updated_at", Table.Type.NOW)),
          List.of("window_start", "window_end", "key_hash"),
          Conflict.moreWins("generation", "events"));

  private static final long FIVE_MINUTES = 300_000_000;

  private HostTraffic() {}

  /** The row that so many events make. */
  static void add(Rows rows, String host, long events) {
    add(rows, host, events, 0);
  }

  static void add(Rows rows, String host, long events, long generation) {
    rows.add(0L, FIVE_MINUTES, hash(host), host, events, events, generation);
  }

  private static byte[] hash(String host) {
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(host.getBytes(UTF_8)), 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
