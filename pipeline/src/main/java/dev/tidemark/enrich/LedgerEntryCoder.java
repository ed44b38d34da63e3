package dev.tidemark.enrich;

import dev.tidemark.event.LedgerEntry;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/** Moves ledger entries between workers. */
public final class LedgerEntryCoder extends AtomicCoder<LedgerEntry> {

  @Override
  public void encode(LedgerEntry entry, OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    out.writeUTF(entry.topic());
    out.writeInt(entry.partition());
    out.writeLong(entry.firstOffset());
    out.writeLong(entry.lastOffset());
    out.writeLong(entry.read());
    out.writeLong(entry.counted());
    out.writeLong(entry.late());
    out.writeLong(entry.duplicate());
    out.writeLong(entry.dead());
    out.writeLong(entry.bot());
    out.writeLong(entry.minEventMicros());
    out.writeLong(entry.maxEventMicros());
  }

  @Override
  public LedgerEntry decode(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    return new LedgerEntry(
        in.readUTF(),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }
}
