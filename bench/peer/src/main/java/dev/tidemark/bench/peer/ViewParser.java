package dev.tidemark.bench.peer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Finds the four fields that the job needs, by Jackson's streaming parser. It stops at the last of
 * them, and makes no string of what it has seen before. Not for use by several threads.
 */
public final class ViewParser {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String NO_REFERRER = "-";

  private final Words words = new Words();

  /** The event in a record. */
  public View parse(byte[] json) throws IOException {
    View view = new View();
    parse(json, view);
    return view;
  }

  /** The same, into an object that is used again. */
  public void parse(byte[] json, View into) throws IOException {
    into.referrer = "";
    int wanted = 4;
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (wanted > 0 && parser.nextToken() == JsonToken.FIELD_NAME) {
        if (take(parser.currentName(), parser, into)) {
          wanted--;
        }
      }
    }
  }

  private boolean take(String name, JsonParser parser, View into) throws IOException {
    JsonToken token = parser.nextToken();
    if (token != JsonToken.VALUE_STRING) {
      parser.skipChildren();
      return false;
    }
    switch (name) {
      case "event_time" ->
          into.time =
              Times.millis(
                  parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
      case "url" -> into.url = word(parser);
      case "user_id" -> into.user = parser.getText();
      case "referrer" -> {
        String referrer = word(parser);
        into.referrer = referrer.equals(NO_REFERRER) ? "" : referrer;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private String word(JsonParser parser) throws IOException {
    return words.of(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
  }
}
