package dev.tidemark.station.web.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a request holds: one event or a list of them, as JSON. */
final class EventBody {

  static final int LARGEST = 256 << 10;
  static final int MOST_EVENTS = 1_000;
  static final int DEEPEST = 32;

  private static final Set<String> TYPES = Set.of("application/json", "text/plain");

  /** Numbers keep every digit that they came with. */
  static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LARGEST)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private EventBody() {}

  static List<ObjectNode> read(Context ctx, int mostEvents) throws IOException {
    checkType(ctx.header("Content-Type"));
    return events(parse(bytes(ctx)), mostEvents);
  }

  private static void checkType(String type) {
    String[] parts = String.valueOf(type).toLowerCase(Locale.ROOT).split(";", -1);
    boolean known = TYPES.contains(parts[0].strip());
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].replaceAll("[\\s\"]", "");
      known &= !parameter.startsWith("charset=") || parameter.matches("charset=utf-?8");
    }
    if (!known) {
      throw new Refused(
          Reason.WRONG_TYPE,
          415,
          type == null ? "the request names no Content-Type" : "an event is not " + type,
          "Send Content-Type: application/json, or text/plain, in UTF-8.");
    }
  }

  private static byte[] bytes(Context ctx) throws IOException {
    if (ctx.req().getContentLengthLong() > LARGEST) {
      throw tooLarge();
    }
    byte[] bytes = ctx.req().getInputStream().readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw tooLarge();
    }
    return bytes;
  }

  private static Refused tooLarge() {
    return new Refused(
        Reason.TOO_LARGE,
        413,
        "the body is longer than " + (LARGEST >> 10) + " KiB",
        "Send fewer events in one request.",
        // What is left of the body nobody reads.
        Map.of("Connection", "close"));
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      JsonNode node = JSON.readTree(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      if (node.isMissingNode()) {
        throw notJson("the body is empty");
      }
      return node;
    } catch (CharacterCodingException malformed) {
      throw notJson("the body is not UTF-8");
    } catch (StreamConstraintsException beyond) {
      throw new Refused(
          Reason.TOO_LARGE,
          413,
          "the body nests deeper than "
              + DEEPEST
              + " or holds a number of over 1,000 digits"
              + at(beyond.getLocation()),
          "Send a flatter event.");
    } catch (JsonProcessingException wrong) {
      throw notJson("the body is not JSON" + at(wrong.getLocation()));
    }
  }

  private static Refused notJson(String error) {
    return new Refused(
        Reason.NOT_JSON, 400, error, "Send an object, or a list of objects, by RFC 8259.");
  }

  private static String at(JsonLocation location) {
    return location == null
        ? ""
        : ": line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static List<ObjectNode> events(JsonNode body, int mostEvents) {
    if (body.size() > mostEvents && body.isArray()) {
      throw new Refused(
          Reason.TOO_LARGE,
          413,
          body.size() + " events are more than the " + mostEvents + " that one request may hold",
          "Send them in several requests.");
    }
    List<ObjectNode> events = new ArrayList<>();
    for (JsonNode event : body.isArray() ? body : List.of(body)) {
      if (!(event instanceof ObjectNode object)) {
        throw new Refused(
            Reason.NOT_AN_EVENT,
            422,
            (body.isArray() ? "event " + (events.size() + 1) : "the body") + " is no object",
            "An event is an object, as in {\"url\": \"https://shop.example/\"}.");
      }
      events.add(object);
    }
    return events;
  }
}
