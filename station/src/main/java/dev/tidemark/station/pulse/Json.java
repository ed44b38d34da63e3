package dev.tidemark.station.pulse;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** JSON as the API writes it: times in UTC, with milliseconds. */
public final class Json {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final ObjectMapper MAPPER =
      new ObjectMapper().registerModule(new SimpleModule().addSerializer(new InstantAsText()));

  private Json() {}

  public static String of(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException bug) {
      throw new IllegalArgumentException("No JSON for " + value.getClass(), bug);
    }
  }

  /** Reads a text that somebody else wrote. */
  public static JsonNode read(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  private static final class InstantAsText extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1;

    InstantAsText() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant instant, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(time(instant));
    }
  }
}
