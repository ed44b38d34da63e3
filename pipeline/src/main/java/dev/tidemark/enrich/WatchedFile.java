package dev.tidemark.enrich;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** A file whose changes are told once each, and only when somebody has finished writing it. */
final class WatchedFile {

  /** A state that no file has: for one that is missing or cannot be looked at. */
  private static final Stamp ABSENT = new Stamp(FileTime.fromMillis(0), -1, "");

  private final Path path;
  private Stamp told;
  private Stamp seen;

  WatchedFile(Path path) {
    this.path = path;
    this.told = stamp();
    this.seen = told;
  }

  /** Whether the file is another one than last told, and was so already at the look before. */
  synchronized boolean hasChanged() {
    Stamp now = stamp();
    boolean settled = now.equals(seen);
    seen = now;
    if (!settled || now.equals(told)) {
      return false;
    }
    told = now;
    return true;
  }

  private Stamp stamp() {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(file.lastModifiedTime(), file.size(), String.valueOf(file.fileKey()));
    } catch (IOException goneForNow) {
      return ABSENT;
    }
  }

  private record Stamp(FileTime modified, long size, String identity) {}
}
