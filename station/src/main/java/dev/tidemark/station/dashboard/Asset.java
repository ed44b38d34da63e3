package dev.tidemark.station.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * One file of the dashboard, held in memory as it is sent.
 *
 * @param address the path at which a browser finds it
 * @param type its content type
 * @param lasting whether the address names a version, so that a copy is good for ever
 * @param tag what changes when the content does
 */
record Asset(
    String address, String type, boolean lasting, String tag, byte[] plain, byte[] compressed) {

  static Asset of(String address, String resource, boolean lasting) {
    byte[] content = read(resource);
    return new Asset(
        address, typeOf(resource), lasting, tagOf(content), content, compress(content));
  }

  /** Whether a browser that has these versions already has this one. */
  boolean isAmong(String ifNoneMatch) {
    return Optional.ofNullable(ifNoneMatch).orElse("").contains(tag);
  }

  private static byte[] read(String resource) {
    try (InputStream in = Asset.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The program is incomplete: " + resource + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] compress(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Weak, because the same tag stands for the plain and the compressed bytes. */
  private static String tagOf(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return "W/\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String typeOf(String resource) {
    return switch (resource.substring(resource.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "json" -> "application/json";
      case "svg" -> "image/svg+xml";
      default -> throw new IllegalArgumentException(resource);
    };
  }
}
