package dev.tidemark.station.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as Jackson reads it: objects as maps, and every number, string and boolean as its text. */
final class JsonText {

  private static final int DEEPEST = 512;
  private static final char REPLACEMENT = '\ufffd';

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Names come from strangers: a table of them would only grow.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonText() {}

  /** The object that the bytes are. */
  static Map<String, Object> object(byte[] bytes) throws Refused {
    String text = decoded(bytes);
    try (JsonParser json = JSON.createParser(text)) {
      JsonToken first = json.nextToken();
      if (first == null) {
        throw new Refused("NOT_JSON");
      }
      Object value = value(json);
      if (json.nextToken() != null) {
        throw new Refused("NOT_JSON");
      }
      if (first != JsonToken.START_OBJECT) {
        throw new Refused("NOT_AN_OBJECT");
      }
      @SuppressWarnings("unchecked") // what an object begins, object() has made
      Map<String, Object> object = (Map<String, Object>) value;
      return object;
    } catch (JsonProcessingException malformed) {
      throw new Refused("NOT_JSON");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Only where the lenient reading had to replace something does the strict one matter. */
  private static String decoded(byte[] bytes) throws Refused {
    String lenient = new String(bytes, UTF_8);
    if (lenient.indexOf(REPLACEMENT) < 0) {
      return lenient;
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      throw new Refused("NOT_UTF8");
    }
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> {
        json.skipChildren();
        yield List.of();
      }
      case VALUE_NULL -> null;
      default -> storable(json.getText());
    };
  }

  /** Of a name that is given twice the last value counts. */
  private static Map<String, Object> object(JsonParser json) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = storable(json.currentName());
      json.nextToken();
      members.put(name, value(json));
    }
    return members;
  }

  /** PostgreSQL holds neither NUL nor half a surrogate pair. */
  private static String storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == 0 || Character.isSurrogate(text.charAt(i))) {
        StringBuilder whole = new StringBuilder();
        text.codePoints()
            .map(c -> c == 0 || (c >= 0xd800 && c <= 0xdfff) ? REPLACEMENT : c)
            .forEach(whole::appendCodePoint);
        return whole.toString();
      }
    }
    return text;
  }
}
