package dev.tidemark.station.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a shop's visitors are made to do. */
class ShopTrafficTest {

  private static final Instant START = Instant.parse("2026-01-09T00:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherOneOthers() {
    assertThat(lines(1, 500), is(lines(1, 500)));
    assertThat(lines(1, 500), is(not(lines(2, 500))));
  }

  @Test
  void everyEventSpeaksTheWordsOfItsTrade() throws Exception {
    Set<String> devices = new HashSet<>();
    int views = 0;
    long last = 0;
    for (String line : lines(1, 5_000)) {
      JsonNode event = JSON.readTree(line);
      for (String name :
          List.of(
              "_id",
              "time_stamp",
              "local_time",
              "ip",
              "user_agent",
              "device_id",
              "store_id",
              "collection",
              "current_url",
              "referrer_url")) {
        assertThat(line, event.has(name), is(true));
      }
      if (event.path("collection").asText().equals("view_product_detail")) {
        views++;
        assertThat(event.path("option").size(), is(2));
        assertThat(event.path("product_id").asText().isEmpty(), is(false));
      }
      devices.add(event.path("device_id").asText());
      assertThat(event.path("time_stamp").asLong() >= last, is(true));
      last = event.path("time_stamp").asLong();
    }
    assertThat(views / 5_000.0, closeTo(0.9, 0.03));
    assertThat(devices.size(), greaterThan(100));
    assertThat("devices come back", devices.size(), lessThan(4_900));
    assertThat((double) last - START.getEpochSecond(), closeTo(500, 60));
  }

  private static List<String> lines(long seed, int count) {
    ShopTraffic traffic = new ShopTraffic(new Scenario(seed, 0, START, 10, false, Shares.NONE));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(new String(traffic.next().json(), UTF_8));
    }
    return lines;
  }
}
