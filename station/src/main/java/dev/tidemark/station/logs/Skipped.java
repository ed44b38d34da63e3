package dev.tidemark.station.logs;

import dev.tidemark.station.logs.Request.Part;
import java.util.Locale;
import java.util.Set;

/** Why a request is no page view. */
enum Skipped {
  NO_REQUEST("connections without a request"),
  METHOD("requests other than GET"),
  REDIRECT("redirects"),
  FAILED("answers of status 400 and above"),
  ASSET("images, scripts and other assets");

  private static final Set<String> ASSETS =
      Set.of(
          "avif",
          "bmp",
          "css",
          "eot",
          "gif",
          "gz",
          "ico",
          "jpeg",
          "jpg",
          "js",
          "json",
          "map",
          "mjs",
          "mp3",
          "mp4",
          "ogg",
          "otf",
          "pdf",
          "png",
          "rss",
          "svg",
          "tif",
          "tiff",
          "ttf",
          "txt",
          "wasm",
          "wav",
          "webm",
          "webmanifest",
          "webp",
          "woff",
          "woff2",
          "xml",
          "zip");

  private final String what;

  Skipped(String what) {
    this.what = what;
  }

  /** What is skipped, in plural. */
  String what() {
    return what;
  }

  /** Null for a page view; with {@code all}, for everything that names what was asked for. */
  static Skipped why(Request request, boolean all) {
    String target = request.get(Part.TARGET);
    if (target == null || target.isBlank()) {
      return NO_REQUEST;
    }
    if (all) {
      return null;
    }
    String method = request.get(Part.METHOD);
    if (method != null && !method.equals("GET")) {
      return METHOD;
    }
    int status = request.status();
    if (status >= 400) {
      return FAILED;
    }
    // What has not changed (304) was looked at nevertheless.
    if (status >= 300 && status != 304) {
      return REDIRECT;
    }
    return isAsset(target) ? ASSET : null;
  }

  private static boolean isAsset(String target) {
    String path = target.replaceFirst("[?#].*", "");
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot >= 0 && ASSETS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }
}
