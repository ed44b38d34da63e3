package dev.tidemark.station.logs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A log, packed or not, line by line, which knows how far it was read. */
final class LogFile implements Closeable {

  /** What is looked at to recognise a log and its format. */
  static final int HEAD_BYTES = 1 << 16;

  /** A longer line is no request: it is read to its end and cut. */
  private static final int LONGEST_LINE = 1 << 20;

  static final String STANDARD_INPUT = "-";

  /**
   * A line without its end.
   *
   * @param offset of its first byte
   * @param next of the first byte behind it
   * @param whole whether its end was there; a server may still be writing the last one
   */
  record Line(String text, long number, long offset, long next, boolean whole) {}

  private final String name;
  private final Counted packed;
  private final BufferedInputStream in;
  private final byte[] head;
  private long offset;
  private long number;

  private LogFile(String name, Counted packed, BufferedInputStream in) throws IOException {
    this.name = name;
    this.packed = packed;
    this.in = in;
    in.mark(HEAD_BYTES);
    byte[] first = in.readNBytes(HEAD_BYTES);
    in.reset();
    this.head = first;
  }

  /** Opens a file, or standard input for a dash. */
  static LogFile open(String name) throws IOException {
    InputStream raw = name.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(name));
    Counted packed = new Counted(raw);
    BufferedInputStream bytes = new BufferedInputStream(packed, HEAD_BYTES);
    bytes.mark(2);
    byte[] magic = bytes.readNBytes(2);
    bytes.reset();
    boolean gzip = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
    InputStream plain = gzip ? new GZIPInputStream(bytes, HEAD_BYTES) : bytes;
    return new LogFile(name, packed, new BufferedInputStream(plain, 2 * HEAD_BYTES));
  }

  /** The size on disk; 0 for what has none. */
  static long size(String name) throws IOException {
    return name.equals(STANDARD_INPUT) ? 0 : Files.size(Path.of(name));
  }

  String name() {
    return name;
  }

  /** How much of the size on disk was read. */
  long bytesRead() {
    return packed.count;
  }

  /** The whole lines at the beginning. */
  List<String> firstLines() {
    return new String(head, 0, wholeLines(head.length), ISO_8859_1).lines().limit(200).toList();
  }

  /** How many of the first bytes make whole lines; all when there is no end of a line. */
  int headLength() {
    return wholeLines(head.length);
  }

  private int wholeLines(int length) {
    int end = length;
    while (end > 0 && head[end - 1] != '\n') {
      end--;
    }
    return end == 0 ? length : end;
  }

  /** A digest of so many of the first bytes; null when the log is shorter. */
  String digest(int length) {
    if (length > head.length) {
      return null;
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(head, 0, length);
      return HexFormat.of().formatHex(sha.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A digest of the first line that is no comment: it stays the same while the log grows. */
  String digestOfFirstLine() {
    int start = 0;
    int end = lineEnd(0);
    while (start < head.length && head[start] == '#' && end < head.length) {
      start = end;
      end = lineEnd(start);
    }
    return digest(end);
  }

  private int lineEnd(int from) {
    int end = from;
    while (end < head.length && head[end] != '\n') {
      end++;
    }
    return Math.min(head.length, end + 1);
  }

  /** Goes on behind what was read before; the format may want to see what stands there. */
  void skip(long toOffset, long toLine) throws IOException {
    in.skipNBytes(toOffset - offset);
    offset = toOffset;
    number = toLine;
  }

  /** The next line; null at the end. */
  Line next() throws IOException {
    long from = offset;
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    int c = in.read();
    while (c >= 0 && c != '\n') {
      if (line.size() < LONGEST_LINE) {
        line.write(c);
      }
      offset++;
      c = in.read();
    }
    if (c < 0 && offset == from) {
      return null;
    }
    offset += c < 0 ? 0 : 1;
    byte[] bytes = line.toByteArray();
    boolean carriage = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    byte[] text = carriage ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    return new Line(new String(text, ISO_8859_1), ++number, from, offset, c >= 0);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int c = super.read();
      count += c < 0 ? 0 : 1;
      return c;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = super.read(bytes, from, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
