package dev.tidemark.station.logs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The lines that could not be read, each behind its place and the reason. */
final class RejectedLines implements Closeable {

  private final OutputStream out;

  private RejectedLines(OutputStream out) {
    this.out = out;
  }

  /**
   * @param file null when nobody asks for them
   */
  static RejectedLines into(Path file) throws IOException {
    return new RejectedLines(
        file == null
            ? OutputStream.nullOutputStream()
            : Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  void add(String where, String reason, String line) throws IOException {
    out.write((where + ": " + reason + ": ").getBytes(UTF_8));
    out.write(line.getBytes(ISO_8859_1));
    out.write('\n');
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
