package dev.tidemark.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads secrets from where only their owner can see them. */
final class Secrets {

  private Secrets() {}

  /** The secret in a file, else in an environment variable, else null. */
  static String read(String variable, Path file) {
    if (file == null) {
      return System.getenv(variable);
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new UserError(
          "Cannot read the secret in " + file + ": " + unreadable.getMessage(),
          "Name a readable file, or put the secret into the environment as " + variable + ".");
    }
  }
}
