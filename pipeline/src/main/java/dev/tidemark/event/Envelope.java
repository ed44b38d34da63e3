package dev.tidemark.event;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a record has beside its value.
 *
 * @param key null when it has none
 * @param withoutValue whether there is no value at all, which is not the same as an empty one
 */
public record Envelope(byte[] key, List<Header> headers, boolean withoutValue) {

  /** One header; the same name may stand there several times. */
  public record Header(String name, byte[] value) {}

  public Envelope {
    headers = List.copyOf(headers);
  }

  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeBoolean(withoutValue);
      Wire.bytes(key, out);
      out.writeInt(headers.size());
      for (Header header : headers) {
        Wire.text(header.name(), out);
        Wire.bytes(header.value(), out);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  public static Envelope fromBytes(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      boolean withoutValue = in.readBoolean();
      byte[] key = Wire.bytes(in);
      List<Header> headers = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        headers.add(new Header(Wire.text(in), Wire.bytes(in)));
      }
      return new Envelope(key, headers, withoutValue);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
