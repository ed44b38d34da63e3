package dev.tidemark.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.tidemark.event.Field;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class EventParserModelTest {
  private static final FieldMap STANDARD = FieldMap.standard();

  private static final FieldMap NESTED =
      STANDARD.with(
          "user_id=a.b,ip=client.ip,referrer=properties.a,session_id=headers.x-session,"
              + "product_id=a.c.user,headers=meta.http,store_id=meta.id,host=properties.client.host,"
              + "properties=http,event_type=properties.client,user_agent=http.ua");

  // One parser for all tries: what it has kept of the events before must not show.
  private static final EventParser STANDARD_PARSER = new EventParser(STANDARD, Limits.DEFAULT);
  private static final EventParser NESTED_PARSER = new EventParser(NESTED, Limits.DEFAULT);

  @Property(tries = 20_000)
  void anyEventMeansWhatTheModelSays(@ForAll long seed) {
    agrees(STANDARD, STANDARD_PARSER, RandomJson.event(seed));
  }

  @Property(tries = 20_000)
  void anyEventMeansWhatTheModelSaysWithNestedPaths(@ForAll long seed) {
    agrees(NESTED, NESTED_PARSER, RandomJson.event(seed));
  }

  private static void agrees(FieldMap fields, EventParser parser, String json) {
    Map<String, Object> expected = NaiveEvent.read(fields, json);
    Parsed parsed = Parsed.of(parser, json.getBytes(UTF_8));
    assertThat(json, parsed.failure() == null, is(true));
    assertThat(json, parsed.eventMicros(), is(1_767_225_600_000_000L));
    Map<String, Object> actual = new TreeMap<>();
    parsed
        .fields()
        .forEach(
            (field, text) ->
                actual.put(
                    field.name(),
                    field == Field.HEADERS || field == Field.PROPERTIES
                        ? NaiveEvent.tree(text)
                        : text));
    assertThat(json, actual, is(expected));
  }
}
