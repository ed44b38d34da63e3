package dev.tidemark.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class AllocationTest {
  private static final int EVENTS = 100_000;

  /** Of a hundred thousand events not even every tenth leaves a byte behind. */
  @Test
  void aGoodEventLeavesNoGarbage() {
    byte[] event =
        ("{\"event_id\":\"e\",\"event_time\":\"2026-01-01T00:00:00.123+02:00\",\"id\":7,"
                + "\"url\":\"https://example.com:8080/\\u00fc\",\"a\":[{\"b\":1e400000}],"
                + "\"headers\":{\"Host\":\"h\",\"\\u0000\":1},\"properties\":{\"x\":null}}")
            .getBytes(UTF_8);
    EventParser parser = new EventParser(FieldMap.standard(), Limits.DEFAULT);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    parseAll(parser, event);
    long before = threads.getCurrentThreadAllocatedBytes();
    parseAll(parser, event);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated, lessThan((long) EVENTS / 10));
  }

  private static void parseAll(EventParser parser, byte[] event) {
    for (int i = 0; i < EVENTS; i++) {
      assertParsed(parser.parse(event, 0, event.length, -1));
    }
  }

  private static void assertParsed(boolean parsed) {
    if (!parsed) {
      assertThat(parsed, is(true));
    }
  }
}
