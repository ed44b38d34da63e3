package dev.tidemark.station.operate;

import dev.tidemark.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** The editor of the person at the terminal. */
final class Editor {

  private Editor() {}

  /** What the person made of it; a line end that the editor added is taken off again. */
  static byte[] edit(byte[] payload) throws IOException, InterruptedException {
    String editor =
        Stream.of("VISUAL", "EDITOR")
            .map(System::getenv)
            .filter(value -> value != null && !value.isBlank())
            .findFirst()
            .orElse("vi");
    return edit(payload, editor);
  }

  static byte[] edit(byte[] payload, String editor) throws IOException, InterruptedException {
    Path file = Files.createTempFile("dead-letter-", ".json");
    try {
      Files.write(file, payload);
      // Through the shell, because the variable may hold options as well.
      int code =
          new ProcessBuilder("sh", "-c", editor + " \"$1\"", "sh", file.toString())
              .inheritIO()
              .start()
              .waitFor();
      byte[] edited = Files.readAllBytes(file);
      if (code != 0) {
        throw new UserError(
            "The editor '%s' ended with code %d; nothing was sent.".formatted(editor, code),
            "Set EDITOR to an editor that is installed.");
      }
      if (endsLine(edited) && !endsLine(payload)) {
        edited = Arrays.copyOf(edited, edited.length - 1);
      }
      if (Arrays.equals(edited, payload)) {
        throw new UserError("Nothing was changed, so nothing was sent.", "Edit and save.");
      }
      return edited;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static boolean endsLine(byte[] text) {
    return text.length > 0 && text[text.length - 1] == '\n';
  }
}
