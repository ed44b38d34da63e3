package dev.tidemark.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The tables as they shall be after the golden events: one file each below {@code expected}. */
final class GoldenTables {

  static final List<String> NAMES =
      List.of(
          "page_view_counts",
          "active_users",
          "host_traffic",
          "aggregated_web_traffic",
          "source_traffic",
          "geo_traffic",
          "client_traffic",
          "processed_events",
          "dead_letters",
          "late_events",
          "ledger");

  private static final Path EXPECTED = GoldenLine.DIRECTORY.resolve("expected");

  private GoldenTables() {}

  /** Whether the files are to be written from what the program finds, not compared with it. */
  static boolean updating() {
    return Boolean.getBoolean("golden.update");
  }

  static void update(Store store) throws IOException, SQLException {
    Files.createDirectories(EXPECTED);
    try (Connection connection = store.connect()) {
      for (String name : NAMES) {
        Files.writeString(file(name), TableDump.read(connection, name).toText());
      }
    }
  }

  static List<String> differencesOf(Store store) throws IOException, SQLException {
    List<String> differences = new ArrayList<>();
    try (Connection connection = store.connect()) {
      for (String name : NAMES) {
        Table expected = Table.ofText(name, Files.readString(file(name)));
        differences.addAll(TableDump.read(connection, name).differenceFrom(expected));
      }
    }
    return differences;
  }

  private static Path file(String name) {
    return EXPECTED.resolve(name + ".tsv");
  }
}
