package dev.tidemark.station.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * How far a log was imported into a topic.
 *
 * @param id tells the log from others: a digest of its beginning
 * @param idBytes how long that beginning is
 * @param topic where its events went
 * @param file its name, for a person who looks
 * @param offset of the first byte that was not imported
 * @param line how many lines stand before it
 * @param context what the format has to see again first; may be null
 */
record Bookmark(
    String id, int idBytes, String topic, String file, long offset, long line, String context) {

  private static final ObjectMapper JSON = new ObjectMapper();

  Bookmark at(long nextOffset, long lines, String nowContext) {
    return new Bookmark(id, idBytes, topic, file, nextOffset, lines, nowContext);
  }

  String key() {
    return topic + "/" + id;
  }

  byte[] json() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Bookmark read(byte[] json) throws IOException {
    return JSON.readValue(json, Bookmark.class);
  }
}
