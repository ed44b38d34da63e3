package dev.tidemark.enrich;

import static dev.tidemark.event.Wire.bytes;
import static dev.tidemark.event.Wire.text;

import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.Failure;
import dev.tidemark.event.LateEvent;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/** Move what is set aside between workers. */
public final class SetAsideCoders {

  private SetAsideCoders() {}

  /** Of {@link DeadLetter}. */
  public static final class OfDeadLetter extends AtomicCoder<DeadLetter> {
    private static final Failure[] FAILURES = Failure.values();

    @Override
    public void encode(DeadLetter letter, OutputStream stream) throws IOException {
      DataOutputStream out = new DataOutputStream(stream);
      text(letter.topic(), out);
      out.writeInt(letter.partition());
      out.writeLong(letter.offset());
      out.writeLong(letter.timestampMillis());
      out.writeByte(letter.failure().ordinal());
      text(letter.detail(), out);
      bytes(letter.payload(), out);
    }

    @Override
    public DeadLetter decode(InputStream stream) throws IOException {
      DataInputStream in = new DataInputStream(stream);
      return new DeadLetter(
          text(in),
          in.readInt(),
          in.readLong(),
          in.readLong(),
          FAILURES[in.readByte()],
          text(in),
          bytes(in));
    }
  }

  /** Of {@link LateEvent}. */
  public static final class OfLateEvent extends AtomicCoder<LateEvent> {
    @Override
    public void encode(LateEvent event, OutputStream stream) throws IOException {
      DataOutputStream out = new DataOutputStream(stream);
      text(event.topic(), out);
      out.writeInt(event.partition());
      out.writeLong(event.offset());
      out.writeLong(event.timestampMillis());
      out.writeLong(event.eventMicros());
      out.writeLong(event.behindMicros());
      bytes(event.payload(), out);
    }

    @Override
    public LateEvent decode(InputStream stream) throws IOException {
      DataInputStream in = new DataInputStream(stream);
      return new LateEvent(
          text(in),
          in.readInt(),
          in.readLong(),
          in.readLong(),
          in.readLong(),
          in.readLong(),
          bytes(in));
    }
  }
}
