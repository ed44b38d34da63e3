package dev.tidemark.station.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Which records are copied.
 *
 * @param since the earliest timestamp; null for all
 * @param fields values that members of the JSON object must have
 * @param sample the share of keys, or of values where a record has no key; the same ones each time
 */
record Wanted(Instant since, Map<String, String> fields, double sample) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double ALL_CHECKSUMS = 1L << 32;

  Wanted {
    fields = Map.copyOf(fields);
  }

  boolean has(ConsumerRecord<byte[], byte[]> record) {
    return (since == null || record.timestamp() >= since.toEpochMilli())
        && (sample >= 1 || isInSample(record.key() == null ? record.value() : record.key()))
        && (fields.isEmpty() || hasFields(record.value()));
  }

  private boolean isInSample(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes == null ? new byte[0] : bytes);
    return checksum.getValue() / ALL_CHECKSUMS < sample;
  }

  private boolean hasFields(byte[] value) {
    if (value == null) {
      return false;
    }
    try {
      JsonNode event = JSON.readTree(value);
      return event != null
          && fields.entrySet().stream()
              .allMatch(
                  field -> {
                    JsonNode member = event.get(field.getKey());
                    return member != null && member.asText().equals(field.getValue());
                  });
    } catch (IOException noJson) {
      return false;
    }
  }
}
