package dev.tidemark.write;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Days of a lake on a file system of this machine: a link each, to the version of the day that
 * stands. A link is exchanged in one step, where files could be exchanged one by one only, and a
 * reader in between would see rows twice, or not at all.
 */
final class DayLinks {

  /** Readers pass over what begins with an underscore, and look one level deep. */
  static final String VERSIONS = "_days";

  private DayLinks() {}

  /** Makes a day where there is none. */
  static void ensure(Path lake, String day) throws IOException {
    Path link = lake.resolve(day);
    if (Files.exists(link)) {
      return;
    }
    if (Files.isSymbolicLink(link)) {
      // Its version has just expired.
      Files.createDirectories(lake.resolve(Files.readSymbolicLink(link)));
      return;
    }
    Path first = version(lake, day, 1);
    Files.createDirectories(first);
    try {
      Files.createSymbolicLink(link, lake.relativize(first));
    } catch (FileAlreadyExistsException another) {
      // Another writer was faster, and has made the same.
    } catch (UnsupportedOperationException | IOException noLinksHere) {
      Files.createDirectories(link);
    }
  }

  /** Where a version of a day is. */
  static Path version(Path lake, String day, int number) {
    return lake.resolve(VERSIONS).resolve(day + "." + number);
  }

  /** Lets a day be another version of it; readers see the one or the other. */
  static void exchange(Path lake, String day, Path version) throws IOException {
    Path link = lake.resolve(day);
    Path beside =
        Files.createDirectories(lake.resolve(LakeFiles.UNFINISHED))
            .resolve(UUID.randomUUID().toString());
    Files.createSymbolicLink(beside, lake.relativize(version));
    if (Files.isDirectory(link, LinkOption.NOFOLLOW_LINKS)) {
      // Made before days were links: for this once there is an instant without it.
      Files.move(link, version(lake, day, 0), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(beside, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
