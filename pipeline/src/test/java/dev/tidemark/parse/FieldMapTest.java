package dev.tidemark.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.event.Field;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldMapTest {
  @Test
  void theUsersPathComesBeforeTheBuiltInNames() {
    FieldMap fields = FieldMap.standard().with(" url = request.uri , event_time=when ");
    Parsed parsed =
        Parsed.of(fields, "{\"when\":1,\"ts\":2,\"url\":\"/b\",\"request\":{\"uri\":\"/a\"}}");
    assertThat(parsed.get(Field.URL), is("/a"));
    assertThat(parsed.eventMicros(), is(1_000_000L));
    parsed = Parsed.of(fields, "{\"ts\":2,\"url\":\"/b\"}");
    assertThat(parsed.get(Field.URL), is("/b"));
    assertThat(parsed.eventMicros(), is(2_000_000L));
  }

  @Test
  void theFirstOfSeveralPathsOfAFieldIsTheBest() {
    FieldMap fields = FieldMap.standard().with("user_id=a,user_id=b").with("user_id=c");
    assertThat(Parsed.event(fields, "\"b\":2,\"a\":1").get(Field.USER_ID), is("1"));
    assertThat(Parsed.event(fields, "\"a\":1,\"c\":3").get(Field.USER_ID), is("3"));
  }

  @Test
  void aNameThatIsGivenToAnotherFieldLeavesItsOwn() {
    Parsed parsed = Parsed.event(FieldMap.standard().with("product_id=id"), "\"id\":\"p\"");
    assertThat(parsed.get(Field.PRODUCT_ID), is("p"));
    assertThat(parsed.fields().containsKey(Field.EVENT_ID), is(false));
  }

  @Test
  void aBackslashMakesADotACommaOrABackslashAPartOfTheName() {
    FieldMap fields = FieldMap.standard().with("url=http\\.url,user_id=a\\,b=c.d,store_id=e\\\\f");
    Parsed parsed =
        Parsed.of(fields, "{\"ts\":0,\"http.url\":\"/x\",\"a,b=c\":{\"d\":1},\"e\\\\f\":2}");
    assertThat(parsed.get(Field.URL), is("/x"));
    assertThat(parsed.get(Field.USER_ID), is("1"));
    assertThat(parsed.get(Field.STORE_ID), is("2"));
  }

  @Test
  void namesOfAnyLengthAndAlphabetAreTold() {
    for (int length = 1; length < 40; length++) {
      String name = "n".repeat(length - 1) + "é";
      FieldMap fields = FieldMap.standard().with("store_id=" + name);
      assertThat(Parsed.event(fields, "\"" + name + "\":1").get(Field.STORE_ID), is("1"));
      for (int at = 0; at < length; at++) {
        String other = name.substring(0, at) + "m" + name.substring(at + 1);
        assertThat(
            other,
            Parsed.event(fields, "\"" + other + "\":1").fields().containsKey(Field.STORE_ID),
            is(false));
      }
    }
  }

  @Test
  void anEmptyMappingChangesNothing() {
    assertThat(FieldMap.standard().with(" ").paths(), is(FieldMap.standard().paths()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url|--fields: 'url' has no '='; write FIELD=PATH, as in url=request.uri",
        "url=|--fields: 'url=' has an empty name; write FIELD=PATH, as in url=request.uri",
        "url=a..b|--fields: 'url=a..b' has an empty name; write FIELD=PATH, as in url=request.uri",
        "url=a,|--fields: '' has no '='; write FIELD=PATH, as in url=request.uri",
        "url=a,ip=a|--fields: 'ip=a' names a path twice; give each path to one field",
        "uri=a|--fields: there is no field 'uri'; choose from event_id, event_type, user_id, url,"
            + " host, referrer, user_agent, ip, session_id, product_id, store_id, headers,"
            + " properties, event_time",
      })
  void aWrongMappingIsToldInOneLineWithTheRemedy(String mapping, String message) {
    FieldMap standard = FieldMap.standard();
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> standard.with(mapping));
    assertThat(wrong.getMessage(), is(message));
  }

  @Test
  void thereIsRoomForAsManyPathsAsTheMessageSays() {
    int room = Long.SIZE - FieldMap.standard().paths().size();
    FieldMap full = FieldMap.standard().with(paths(room));
    assertThat(Parsed.event(full, "\"p" + (room - 1) + "\":7").get(Field.STORE_ID), is("7"));
    FieldMap standard = FieldMap.standard();
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> standard.with(paths(room + 1)));
    assertThat(wrong.getMessage(), is("--fields: too many paths; name at most " + room));
  }

  private static String paths(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "store_id=p" + i)
        .collect(Collectors.joining(","));
  }

  @Test
  void itSurvivesTheWayToAWorker() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(FieldMap.standard().with("url=request.uri"));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      FieldMap arrived = (FieldMap) in.readObject();
      assertThat(
          Parsed.of(arrived, "{\"ts\":0,\"request\":{\"uri\":\"/a\"}}").get(Field.URL), is("/a"));
    }
  }
}
