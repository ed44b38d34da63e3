package dev.tidemark.station.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.tidemark.enrich.Enricher;
import dev.tidemark.enrich.Enrichment;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Field;
import dev.tidemark.event.PageView;
import dev.tidemark.metric.Star;
import dev.tidemark.parse.EventParser;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;
import dev.tidemark.run.EventRules;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two programs that share no code, before the same hostile records: they must say the same. */
class AuditAgainstPipelineTest {

  private static final String SALT = "of the test";
  private static final long TIMESTAMP = 1_768_000_000_000L;
  private static final int RECORDS = 30_000;

  private static Enricher enricher;
  private static Finder finder;

  private final EventParser parser = new EventParser(FieldMap.standard(), Limits.DEFAULT);
  private final EventReader reader = new EventReader(EventRules.STANDARD);

  @BeforeAll
  static void open() {
    enricher = new Enricher(Enrichment.withSalt(SALT.getBytes(UTF_8)));
    finder = new Finder(EventRules.STANDARD, SALT);
  }

  @AfterAll
  static void close() throws IOException {
    enricher.close();
  }

  @Test
  void bothSayTheSameOfTheGoldenRecords() throws IOException {
    for (byte[] record : HostileEvents.golden()) {
      compare(record);
    }
  }

  @Test
  void bothSayTheSameOfHostileRecords() throws IOException {
    HostileEvents events = new HostileEvents(20_260_110);
    int counted = 0;
    for (int i = 0; i < RECORDS; i++) {
      counted += compare(events.next()) ? 1 : 0;
    }
    assertThat("records that count", counted, greaterThan(RECORDS / 10));
  }

  private boolean compare(byte[] record) {
    String said = new String(record, UTF_8);
    boolean event = parser.parse(record, 0, record.length, TIMESTAMP);
    Event read;
    try {
      read = reader.read(new TopicRecord("t", 0, 0, TIMESTAMP, record));
    } catch (Refused refused) {
      assertThat(said, refused.getMessage(), is(event ? "an event" : parser.failure().name()));
      return false;
    }
    assertThat(said, event ? "an event" : parser.failure().name(), is("an event"));
    assertThat(said, read.id(), is(text(Field.EVENT_ID)));
    assertThat(said, finder.find(read), is(hit(enricher.enrich(view()))));
    return true;
  }

  private static Hit hit(EnrichedView view) {
    PageView said = view.view();
    return new Hit(
        said.eventMicros(),
        said.eventType(),
        said.url(),
        view.address().host(),
        said.referrer(),
        view.source().kind().label(),
        view.source().name(),
        view.place().countryCode(),
        view.place().region(),
        view.place().city(),
        view.client().browser(),
        view.client().operatingSystem(),
        view.client().deviceClass(),
        view.client().bot(),
        view.visitorId(),
        said.userId(),
        said.userAgent(),
        view.source().host(),
        star(view, "product_id"),
        said.storeId());
  }

  /** What the star's facts are kept by. */
  private static String star(EnrichedView view, String column) {
    return Star.FACTS.get(0).dimensions().stream()
        .filter(dimension -> dimension.column().equals(column))
        .findFirst()
        .orElseThrow()
        .value(view);
  }

  private PageView view() {
    Map<Field, String> fields = new EnumMap<>(Field.class);
    for (Field field : Field.values()) {
      fields.put(field, text(field));
    }
    String type = fields.get(Field.EVENT_TYPE);
    String referrer = fields.get(Field.REFERRER);
    return new PageView(
        "t",
        0,
        0,
        TIMESTAMP,
        parser.eventMicros(),
        fields.get(Field.EVENT_ID),
        type == null ? "page_view" : type,
        fields.get(Field.USER_ID),
        fields.get(Field.URL),
        fields.get(Field.HOST),
        referrer == null || referrer.equals("-") ? "" : referrer,
        fields.get(Field.USER_AGENT),
        fields.get(Field.IP),
        null,
        fields.get(Field.PRODUCT_ID),
        fields.get(Field.STORE_ID),
        null,
        null);
  }

  private String text(Field field) {
    return parser.has(field)
        ? new String(parser.source(field), parser.start(field), parser.length(field), UTF_8)
        : null;
  }
}
