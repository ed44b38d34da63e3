package dev.tidemark.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How texts and bytes of any length, or none, are written where values move between workers. */
public final class Wire {

  private static final int NULL = -1;

  private Wire() {}

  public static void text(String text, DataOutput out) throws IOException {
    bytes(text == null ? null : text.getBytes(UTF_8), out);
  }

  public static String text(DataInput in) throws IOException {
    byte[] bytes = bytes(in);
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  public static void bytes(byte[] bytes, DataOutput out) throws IOException {
    if (bytes == null) {
      out.writeInt(NULL);
    } else {
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  public static byte[] bytes(DataInput in) throws IOException {
    int length = in.readInt();
    if (length == NULL) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
