package dev.tidemark.bench.race;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The directory in which everything was built. */
record House(Path root) {

  /** The one that this class was built in. */
  static House own() {
    Path at;
    try {
      at = Path.of(House.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return Stream.iterate(at, Path::getParent)
        .takeWhile(directory -> directory != null)
        .filter(directory -> Files.exists(directory.resolve("tidemark")))
        .findFirst()
        .map(House::new)
        .orElseThrow(() -> new IllegalStateException("No Tidemark was built around " + at));
  }

  Path runner(String engine) {
    return root.resolve("runners/%1$s/target/tidemark-%1$s.jar".formatted(engine));
  }

  /** What a module was compiled to. */
  Path classes(String module) {
    return root.resolve(module).resolve("target/classes");
  }

  /** The class path of a program of ours that needs what is in an engine's jar. */
  String classPathWith(String engine) {
    return classes("bench") + ":" + runner(engine);
  }

  /** The file in which a peer says what its JVM is to be told. */
  Path jvmOptions(String module) {
    return root.resolve(module).resolve("jvm.options");
  }

  /** The class path of a module that keeps what it depends on beside its classes. */
  String classPath(String module) {
    return classes(module) + ":" + root.resolve(module).resolve("target/lib") + "/*";
  }
}
