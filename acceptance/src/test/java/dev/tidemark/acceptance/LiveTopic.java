package dev.tidemark.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests share that count a topic while it is being written. */
abstract class LiveTopic {

  static final String TOPIC = "live";
  static final Duration DEADLINE = Duration.ofMinutes(3);

  /** Enough that every partition fills one row of the ledger and begins another. */
  static final long RECORDS_A_PARTITION = 11_000;

  @TempDir Path directory;

  Servers servers;

  @BeforeEach
  void startTheServers() throws Exception {
    servers = Servers.start(directory);
    servers.createTopic(TOPIC, Traffic.PARTITIONS);
  }

  @AfterEach
  void stopTheServers() throws IOException {
    servers.close();
  }

  static long views(Store store) throws Exception {
    return store.number("SELECT sum(view_count) FROM page_view_counts");
  }

  static List<String> grown(String what, long before, long now) {
    return now > before ? List.of() : List.of(what + ": " + now + ", not more than " + before);
  }
}
