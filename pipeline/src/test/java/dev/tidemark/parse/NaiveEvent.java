package dev.tidemark.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.event.Field;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What an event means, worked out on a tree with no thought of speed: the parser's model. */
final class NaiveEvent {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FieldMap fields;
  private final ObjectNode event;
  private final Map<String, Object> found = new TreeMap<>();

  private NaiveEvent(FieldMap fields, String json) {
    this.fields = fields;
    this.event = (ObjectNode) fit(tree(json));
  }

  /** The fields by name; headers and properties as trees. */
  static Map<String, Object> read(FieldMap fields, String json) {
    NaiveEvent naive = new NaiveEvent(fields, json);
    naive.read();
    return naive.found;
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    ObjectNode rest = event.deepCopy();
    best(FieldMap.EVENT_TIME, rest);
    for (Field field : Field.values()) {
      if (!FieldMap.takesObject(FieldMap.target(field))) {
        put(field, best(FieldMap.target(field), rest));
      }
    }
    for (FieldMap.Path path : fields.paths()) {
      if (path.target() == FieldMap.target(Field.IP) || isNull(rest, path.names())) {
        remove(rest, path.names());
      }
    }
    put(Field.HEADERS, best(FieldMap.target(Field.HEADERS), rest));
    JsonNode properties = best(FieldMap.target(Field.PROPERTIES), rest);
    if (properties != null || !rest.isEmpty()) {
      ObjectNode all = JSON.createObjectNode();
      all.setAll(properties == null ? all : (ObjectNode) properties);
      all.setAll(rest);
      put(Field.PROPERTIES, all);
    }
    if (found.get("HEADERS") instanceof ObjectNode) {
      fill(Field.HOST, "host");
      fill(Field.REFERRER, "referer");
      fill(Field.USER_AGENT, "user-agent");
    }
  }

  private void put(Field field, JsonNode value) {
    if (value != null) {
      found.put(field.name(), value.isObject() ? value : value.asText());
    }
  }

  /** The value of the best path that has one, which is taken out of the rest. */
  private JsonNode best(int target, ObjectNode rest) {
    for (FieldMap.Path path : fields.paths()) {
      JsonNode value = path.target() == target ? follow(event, path.names()) : null;
      boolean useful =
          value != null
              && !value.isNull()
              && (FieldMap.takesObject(target) ? value.isObject() : value.isValueNode());
      if (useful) {
        JsonNode left = follow(rest, path.names());
        remove(rest, path.names());
        return !FieldMap.takesObject(target)
            ? value
            : left == null ? JSON.createObjectNode() : left;
      }
    }
    return null;
  }

  private void fill(Field field, String header) {
    if (found.containsKey(field.name())) {
      return;
    }
    ObjectNode headers = null;
    for (FieldMap.Path path : fields.paths()) {
      boolean candidate = path.target() == FieldMap.target(Field.HEADERS) && headers == null;
      if (candidate && follow(event, path.names()) instanceof ObjectNode object) {
        headers = object;
      }
    }
    JsonNode last = null;
    for (Map.Entry<String, JsonNode> entry : headers.properties()) {
      if (entry.getKey().toLowerCase(Locale.ROOT).equals(header)) {
        last = entry.getValue();
      }
    }
    if (last != null && last.isValueNode() && !last.isNull()) {
      found.put(field.name(), last.asText());
    }
  }

  private static JsonNode follow(JsonNode from, List<String> names) {
    JsonNode node = from;
    for (String name : names) {
      node = node == null ? null : node.get(name);
    }
    return node;
  }

  private static boolean isNull(JsonNode from, List<String> names) {
    JsonNode node = follow(from, names);
    return node != null && node.isNull();
  }

  /** Removes a member, and the objects around it that are empty without it. */
  private static void remove(ObjectNode from, List<String> names) {
    List<ObjectNode> way = new ArrayList<>();
    JsonNode node = from;
    for (String name : names) {
      if (!(node instanceof ObjectNode object)) {
        return;
      }
      way.add(object);
      node = object.get(name);
    }
    if (node == null) {
      return;
    }
    for (int i = way.size() - 1; i >= 0 && (i == way.size() - 1 || way.get(i + 1).isEmpty()); i--) {
      way.get(i).remove(names.get(i));
    }
  }

  private static JsonNode fit(JsonNode node) {
    if (node instanceof TextNode text) {
      return TextNode.valueOf(fit(text.asText()));
    }
    if (node instanceof ObjectNode object) {
      ObjectNode fit = JSON.createObjectNode();
      object.properties().forEach(e -> fit.set(fit(e.getKey()), fit(e.getValue())));
      return fit;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode fit = JSON.createArrayNode();
      array.forEach(value -> fit.add(fit(value)));
      return fit;
    }
    return node;
  }

  /** A surrogate that stands alone is a code point of its own here. */
  private static String fit(String text) {
    StringBuilder fit = new StringBuilder();
    text.codePoints()
        .map(c -> c == 0 || (c >= 0xd800 && c <= 0xdfff) ? 0xfffd : c)
        .forEach(fit::appendCodePoint);
    return fit.toString();
  }
}
