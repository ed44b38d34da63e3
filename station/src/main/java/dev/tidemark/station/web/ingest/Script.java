package dev.tidemark.station.web.ingest;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The script that a site includes to have its pages counted. */
final class Script {

  private final byte[] source = read();
  private final String tag = tag(source);

  void show(Context ctx) {
    ctx.header("Cache-Control", "public, max-age=3600")
        .header("ETag", tag)
        .header("Access-Control-Allow-Origin", "*");
    if (tag.equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
    } else {
      ctx.contentType("text/javascript; charset=utf-8").result(source);
    }
  }

  private static byte[] read() {
    try (InputStream in = Script.class.getResourceAsStream("t.js")) {
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read t.js", unreadable);
    }
  }

  private static String tag(byte[] source) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(source);
      return "W/\"" + HexFormat.of().formatHex(digest, 0, 8) + "\"";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
