package dev.tidemark.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names that the fields of events go by in one trade: a line {@code FIELD=PATH} each. */
final class Preset {

  static final List<String> BUILT_IN = List.of("product_views", "web_traffic", "user_activity");

  private final List<String> lines;

  private Preset(List<String> lines) {
    this.lines = lines;
  }

  /** A built-in one, or that of a file. */
  static Preset named(String name) {
    return new Preset(
        (BUILT_IN.contains(name) ? builtIn(name) : file(name))
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList());
  }

  /**
   * The mapping as {@code --fields} takes it.
   *
   * @param own what the user maps besides, which comes first; may be null
   */
  String with(String own) {
    Set<String> taken = new LinkedHashSet<>();
    List<String> all = new ArrayList<>();
    if (own != null && !own.isBlank()) {
      all.add(own);
      for (String entry : own.split("(?<!\\\\),", -1)) {
        taken.add(path(entry));
      }
    }
    for (String line : lines) {
      if (!taken.contains(path(line))) {
        all.add(line);
      }
    }
    return String.join(",", all);
  }

  private static String path(String entry) {
    return entry.substring(entry.indexOf('=') + 1).strip();
  }

  private static String builtIn(String name) {
    try (InputStream resource = Preset.class.getResourceAsStream(name + ".preset")) {
      return new String(resource.readAllBytes(), UTF_8);
    } catch (IOException unreadable) {
      throw new IllegalStateException(
          "The preset " + name + " is a part of the program", unreadable);
    }
  }

  private static String file(String name) {
    try {
      return Files.readString(Path.of(name));
    } catch (IOException unreadable) {
      throw UserError.inUsage(
          "--preset=" + name + " is neither built in nor a file that can be read.",
          "Choose from " + String.join(", ", BUILT_IN) + ", or name a file of lines FIELD=PATH.");
    }
  }
}
