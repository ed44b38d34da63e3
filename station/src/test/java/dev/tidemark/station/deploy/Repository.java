package dev.tidemark.station.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of the repository that are no source code. */
public final class Repository {

  public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Repository() {}

  public static String read(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(path, unreadable);
    }
  }

  /** A YAML file as it is meant, its anchors and merges resolved. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> yaml(String path) {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    strict.setMaxAliasesForCollections(500);
    return (Map<String, Object>) new Yaml(new SafeConstructor(strict)).load(read(path));
  }

  /** The files below these directories, by their paths from the root, that end so. */
  static List<String> files(String ending, String... directories) throws IOException {
    List<String> found = new ArrayList<>();
    for (String directory : directories) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(directory))) {
        files
            .filter(Files::isRegularFile)
            .map(file -> ROOT.relativize(file).toString())
            .filter(name -> name.endsWith(ending))
            .forEach(found::add);
      }
    }
    return found;
  }

  /** The files in the root itself that end so. */
  static List<String> rootFiles(String ending) throws IOException {
    try (Stream<Path> files = Files.list(ROOT)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ending))
          .sorted()
          .toList();
    }
  }
}
