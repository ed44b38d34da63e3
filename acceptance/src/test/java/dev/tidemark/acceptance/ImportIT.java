package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An old access log, from the command line to the tables. */
class ImportIT {

  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final Instant START = Instant.parse("2024-02-28T23:00:00Z");
  private static final int LINES = 6_000;
  private static final DateTimeFormatter CLF =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  @Test
  void anOldLogThatIsImportedTwiceIsCountedOnce(@TempDir Path directory) throws Exception {
    Path log = writeLog(directory.resolve("access.log"));
    try (Servers servers = Servers.start(directory)) {
      Store store = servers.createDatabase("imported");
      assertThat(importLog(servers, log), containsString("4,000  imported"));
      assertThat(importLog(servers, log), containsString("0  imported"));
      try (Program run =
          Tidemark.run("imported", Engine.DIRECT, servers, "old_logs", store, "--until=now")) {
        run.endsWell(DEADLINE);
      }

      assertThat(store.number("SELECT sum(read) FROM ledger"), is(4_000L));
      assertThat(store.number("SELECT sum(counted) FROM ledger"), is(4_000L));
      assertThat(store.number("SELECT sum(view_count) FROM page_view_counts"), is(4_000L));
      assertThat(
          store.number("SELECT count(DISTINCT url) FROM page_view_counts WHERE view_count > 0"),
          is(10L));
      assertThat(
          store.number(
              "SELECT sum(num_hits) FROM host_traffic WHERE host = 'www.example.com'"
                  + " AND window_start < '2024-02-29T00:00:00Z'"),
          is(2_400L));
      assertThat(
          store.number("SELECT sum(num_hits) FROM geo_traffic WHERE country_code = 'GB'"),
          is(4_000L));
    }
  }

  private static String importLog(Servers servers, Path log)
      throws IOException, InterruptedException {
    return Station.run(
        "import",
        DEADLINE,
        "import",
        "--kafka=" + servers.bootstrapServers(),
        "--topic=old_logs",
        "--site=https://www.example.com",
        log.toString());
  }

  /** A line a second for a hundred minutes; every third is a picture. */
  private static Path writeLog(Path file) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      String path = i % 3 == 2 ? "/logo.png" : "/page/" + i / 3 % 10;
      lines.append(
          "81.2.69.%d - - [%s] \"GET %s HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0 (X11; Linux)\"\n"
              .formatted(144 + i % 10, CLF.format(START.plusSeconds(i)), path));
    }
    return Files.writeString(file, lines);
  }
}
