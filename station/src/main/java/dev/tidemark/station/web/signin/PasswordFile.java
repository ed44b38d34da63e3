package dev.tidemark.station.web.signin;

import dev.tidemark.run.UserError;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that holds the password, readable by its owner alone.
 *
 * @param fresh the password in plain text when it was made just now: shown once, kept nowhere
 */
record PasswordFile(Password password, Optional<String> fresh) {

  private static final Logger log = LoggerFactory.getLogger(PasswordFile.class);
  private static final int SHORTEST = 8;

  /** Reads the file; makes it, with a new password, when there is none. */
  static PasswordFile at(Path file) {
    try {
      return Files.exists(file) ? read(file) : create(file);
    } catch (IOException failed) {
      throw new UserError(
          "Cannot read or write the password in " + file + ": " + failed.getMessage(),
          "Name a file that you may read and write with --passwordFile.",
          failed);
    }
  }

  private static PasswordFile create(Path file) throws IOException {
    String plain = Password.generate();
    Password password = Password.of(plain);
    Files.createDirectories(file.toAbsolutePath().getParent());
    write(file, password);
    return new PasswordFile(password, Optional.of(plain));
  }

  private static PasswordFile read(Path file) throws IOException {
    String text = Files.readString(file).strip();
    Optional<Password> kept = Password.parse(text);
    if (kept.isPresent()) {
      return new PasswordFile(kept.get(), Optional.empty());
    }
    if (text.length() < SHORTEST || text.contains("\n")) {
      throw new UserError(
          file + " holds neither a password of " + SHORTEST + " characters or more nor its hash.",
          "Delete the file to have a new password made, or write one into it.");
    }
    Password chosen = Password.of(text);
    try {
      write(file, chosen);
    } catch (IOException readOnly) {
      log.warn("{} holds a plain password and cannot be written: {}", file, readOnly.toString());
    }
    return new PasswordFile(chosen, Optional.empty());
  }

  private static void write(Path file, Password password) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    Path written =
        posix
            ? Files.createTempFile(
                directory,
                "password",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
            : Files.createTempFile(directory, "password", null);
    Files.writeString(written, password.kept() + "\n");
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
