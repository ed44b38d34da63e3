package dev.tidemark.station.compose;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Files and directories that are born with the rights they are to have. */
final class OwnerFile {

  private OwnerFile() {}

  static void write(Path file, List<String> lines) throws IOException {
    Files.createFile(file, rights("rw-------"));
    Files.write(file, lines);
  }

  /** A file that others may read who get to see it, whatever the user's mask says. */
  static void writeReadable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    if (hasRights()) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  static void makeDirectory(Path directory) throws IOException {
    Files.createDirectory(directory, rights("rwx------"));
  }

  private static FileAttribute<?>[] rights(String text) {
    return hasRights()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean hasRights() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
