package dev.tidemark.station.stats;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Checks answers against the schemas of the OpenAPI document, as far as it makes use of them. */
final class Schema {
  private final JsonNode document;
  private final List<String> faults = new ArrayList<>();

  private Schema(JsonNode document) {
    this.document = document;
  }

  /** What is wrong with the answer, by its place in it; empty when it is as described. */
  static List<String> faults(JsonNode document, JsonNode schema, JsonNode answer) {
    Schema check = new Schema(document);
    check.check("", schema, answer);
    return check.faults;
  }

  private void check(String at, JsonNode given, JsonNode value) {
    JsonNode schema =
        given.has("$ref") ? document.at(given.get("$ref").asText().substring(1)) : given;
    if (!hasType(schema.get("type"), value)) {
      faults.add(at + " is no " + schema.get("type") + ": " + value);
      return;
    }
    if (schema.has("enum") && !contains(schema.get("enum"), value)) {
      faults.add(at + " is none of " + schema.get("enum") + ": " + value);
    }
    if (schema.path("format").asText().equals("date-time") && value.isTextual()) {
      Instant.parse(value.asText());
    }
    if (value.isNumber() && value.asDouble() < schema.path("minimum").asDouble(-1e18)) {
      faults.add(at + " is less than " + schema.get("minimum"));
    }
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asText())) {
        faults.add(at + " lacks " + required);
      }
    }
    value
        .fields()
        .forEachRemaining(
            field ->
                checkField(at + "/" + field.getKey(), schema, field.getKey(), field.getValue()));
    if (value.isArray()) {
      value.forEach(item -> check(at + "[]", schema.get("items"), item));
    }
  }

  private void checkField(String at, JsonNode schema, String name, JsonNode value) {
    JsonNode known = schema.path("properties").get(name);
    JsonNode others = schema.get("additionalProperties");
    if (known != null) {
      check(at, known, value);
    } else if (others != null && others.isObject()) {
      check(at, others, value);
    } else if (others != null && !others.asBoolean()) {
      faults.add(at + " is not described");
    }
  }

  private static boolean hasType(JsonNode types, JsonNode value) {
    if (types.isArray()) {
      for (JsonNode type : types) {
        if (hasType(type, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (types.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException(types.toString());
    };
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode one : values) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }
}
