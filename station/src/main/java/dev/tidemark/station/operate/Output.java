package dev.tidemark.station.operate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.tidemark.station.web.Json;
import picocli.CommandLine.Option;

/** How a command prints what it found. */
final class Output {

  @Option(names = "--json", description = "Print JSON, one object a line, for a script.")
  boolean json;

  // A terminal acts on more characters than those that JSON must escape.
  private static final ObjectWriter ASCII =
      Json.mapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  /** JSON that somebody else wrote, in one line of ASCII. */
  static String lineOf(String json) {
    try {
      return line(Json.mapper().readTree(json));
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("No JSON: " + json, bug);
    }
  }

  /** A value in one line of ASCII. */
  static String line(Object value) {
    try {
      return ASCII.writeValueAsString(value);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("No JSON for " + value.getClass(), bug);
    }
  }
}
