package dev.tidemark.bench.streams;

import dev.tidemark.bench.peer.Partial;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Many keys in one record, one field after the other. */
final class PartialSerde implements Serde<Partial> {
  @Override
  public Serializer<Partial> serializer() {
    return (topic, partial) -> {
      try {
        return write(partial);
      } catch (IOException e) {
        throw new SerializationException(e);
      }
    };
  }

  @Override
  public Deserializer<Partial> deserializer() {
    return (topic, bytes) -> {
      try {
        return read(bytes);
      } catch (IOException e) {
        throw new SerializationException(e);
      }
    };
  }

  private static byte[] write(Partial partial) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 12);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(partial.table);
    out.writeLong(partial.start);
    out.writeInt(partial.shard);
    writeTexts(partial.keys, out);
    writeTexts(partial.referrers, out);
    for (long count : partial.counts) {
      out.writeLong(count);
    }
    out.writeInt(partial.users.length);
    out.write(partial.users);
    return bytes.toByteArray();
  }

  private static Partial read(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    Partial partial = new Partial();
    partial.table = in.readInt();
    partial.start = in.readLong();
    partial.shard = in.readInt();
    partial.keys = readTexts(in);
    partial.referrers = readTexts(in);
    partial.counts = new long[partial.keys.length];
    for (int i = 0; i < partial.counts.length; i++) {
      partial.counts[i] = in.readLong();
    }
    partial.users = in.readNBytes(in.readInt());
    return partial;
  }

  private static void writeTexts(String[] texts, DataOutputStream out) throws IOException {
    out.writeInt(texts.length);
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  private static String[] readTexts(DataInputStream in) throws IOException {
    String[] texts = new String[in.readInt()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = in.readUTF();
    }
    return texts;
  }
}
