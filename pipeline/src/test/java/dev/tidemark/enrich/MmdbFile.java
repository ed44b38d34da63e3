package dev.tidemark.enrich;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes small databases in MaxMind's format, as its specification has them. */
final class MmdbFile {

  private static final int EMPTY = -1;

  private final String type;
  private final int ipVersion;
  private final List<int[]> nodes = new ArrayList<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  MmdbFile(String type, int ipVersion) {
    this.type = type;
    this.ipVersion = ipVersion;
    nodes.add(new int[] {EMPTY, EMPTY});
  }

  /** Puts a record of strings, doubles, longs and maps under the first bits of an address. */
  MmdbFile put(String address, int bits, Map<String, Object> fields) {
    byte[] literal = IpAddress.parse(address).bytes();
    byte[] path = new byte[ipVersion == 6 ? 16 : 4];
    System.arraycopy(literal, 0, path, path.length - literal.length, literal.length);
    int depth = bits + 8 * (path.length - literal.length);
    int node = 0;
    for (int i = 0; i < depth - 1; i++) {
      int side = bit(path, i);
      if (nodes.get(node)[side] == EMPTY) {
        nodes.get(node)[side] = nodes.size();
        nodes.add(new int[] {EMPTY, EMPTY});
      }
      node = nodes.get(node)[side];
    }
    nodes.get(node)[bit(path, depth - 1)] = -2 - data.size();
    write(data, fields);
    return this;
  }

  Path writeTo(Path file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int[] node : nodes) {
      for (int side : node) {
        int value = side >= 0 ? side : nodes.size() + (side == EMPTY ? 0 : 16 - 2 - side);
        out.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
      }
    }
    out.writeBytes(new byte[16]);
    out.writeBytes(data.toByteArray());
    out.writeBytes(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
    out.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
    write(out, metadata());
    return Files.write(file, out.toByteArray());
  }

  private Map<String, Object> metadata() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("node_count", (long) nodes.size());
    metadata.put("record_size", 32);
    metadata.put("ip_version", ipVersion);
    metadata.put("database_type", type);
    metadata.put("languages", List.of("en"));
    metadata.put("binary_format_major_version", 2);
    metadata.put("binary_format_minor_version", 0);
    metadata.put("build_epoch", BigInteger.valueOf(1_700_000_000));
    metadata.put("description", Map.of("en", "for tests"));
    return metadata;
  }

  private static int bit(byte[] path, int index) {
    return (path[index / 8] >> (7 - index % 8)) & 1;
  }

  private static void write(ByteArrayOutputStream out, Object value) {
    if (value instanceof String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      control(out, 2, bytes.length);
      out.writeBytes(bytes);
    } else if (value instanceof Double number) {
      control(out, 3, 8);
      out.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
    } else if (value instanceof Integer number) {
      control(out, 5, 2);
      out.writeBytes(ByteBuffer.allocate(2).putShort(number.shortValue()).array());
    } else if (value instanceof Long number) {
      control(out, 6, 4);
      out.writeBytes(ByteBuffer.allocate(4).putInt(number.intValue()).array());
    } else if (value instanceof BigInteger number) {
      out.write(8);
      out.write(9 - 7);
      out.writeBytes(ByteBuffer.allocate(8).putLong(number.longValueExact()).array());
    } else if (value instanceof List<?> list) {
      out.write(list.size());
      out.write(11 - 7);
      list.forEach(item -> write(out, item));
    } else if (value instanceof Map<?, ?> map) {
      control(out, 7, map.size());
      map.forEach(
          (key, item) -> {
            write(out, key);
            write(out, item);
          });
    } else {
      throw new IllegalArgumentException("no such type here: " + value);
    }
  }

  private static void control(ByteArrayOutputStream out, int type, int size) {
    out.write((type << 5) | Math.min(size, 29));
    if (size >= 29) {
      out.write(size - 29);
    }
  }
}
