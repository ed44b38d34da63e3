package dev.tidemark.station.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Arrays;

/**
 * What broken senders send: one for each reason of a dead letter that a record can give by itself.
 * What is too large is missing, for a broker with the usual settings does not take it.
 */
enum Flaw {
  NOT_UTF8 {
    @Override
    byte[] of(byte[] event, long millis) {
      byte[] broken = event.clone();
      broken[FIRST_OF_ID] = (byte) 0xff;
      return broken;
    }
  },
  NOT_JSON {
    @Override
    byte[] of(byte[] event, long millis) {
      return Arrays.copyOf(event, event.length / 2);
    }
  },
  NOT_AN_OBJECT {
    @Override
    byte[] of(byte[] event, long millis) {
      return ("[" + new String(event, UTF_8) + "]").getBytes(UTF_8);
    }
  },
  NO_EVENT_TIME {
    @Override
    byte[] of(byte[] event, long millis) {
      return bytes("{\"url\":\"https://shop.example/\",\"event_type\":\"page_view\"}");
    }
  },
  UNREADABLE_EVENT_TIME {
    @Override
    byte[] of(byte[] event, long millis) {
      return bytes("{\"event_time\":\"yesterday\",\"url\":\"https://shop.example/\"}");
    }
  },
  IMPLAUSIBLE_EVENT_TIME {
    @Override
    byte[] of(byte[] event, long millis) {
      return bytes("{\"event_time\":\"2999-12-31T23:59:59Z\",\"url\":\"https://shop.example/\"}");
    }
  },
  NO_URL {
    @Override
    byte[] of(byte[] event, long millis) {
      return bytes("{\"event_time\":\"%s\",\"user_id\":\"u1\"}".formatted(at(millis)));
    }
  },
  UNREADABLE_URL {
    @Override
    byte[] of(byte[] event, long millis) {
      return bytes("{\"event_time\":\"%s\",\"url\":\"https://:99999/\"}".formatted(at(millis)));
    }
  };

  private static final int FIRST_OF_ID = "{\"event_id\":\"".length();

  /** The record that a sender with this flaw makes of an event. */
  abstract byte[] of(byte[] event, long millis);

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
