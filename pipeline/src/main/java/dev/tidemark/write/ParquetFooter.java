package dev.tidemark.write;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.Util;

/** What stands in the footer of a Parquet file besides its rows. */
public final class ParquetFooter {
  /** The length of the footer, and the letters PAR1. */
  private static final int TAIL = 8;

  private ParquetFooter() {}

  /** A note of the file. */
  public static String note(byte[] file, String name) throws IOException {
    int end = file.length - TAIL;
    if (end < 0 || !new String(file, end + 4, 4, US_ASCII).equals("PAR1")) {
      throw new IOException("This is no Parquet file, or not all of one");
    }
    int length = ByteBuffer.wrap(file, end, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    byte[] footer = Arrays.copyOfRange(file, end - length, end);
    return Util.readFileMetaData(new ByteArrayInputStream(footer), true)
        .getKey_value_metadata()
        .stream()
        .filter(note -> note.getKey().equals(name))
        .map(KeyValue::getValue)
        .findFirst()
        .orElseThrow(() -> new IOException("This Parquet file has no note " + name));
  }
}
